package earshot.kernels.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Comparisons, a vector at a time; a loop for each, as [SimdArithmetic] has it and for the same reason.
final class SimdComparisons {
    private static final int L = FLOATS.length();

    private SimdComparisons() {
    }

    /// One run along the last axis; strides are 1, or 0 for an operand that repeats and stands there as a whole vector.
    static void row(BinaryFunction f, int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        switch (f) {
            case MAX -> max(n, a, a0, sa, b, b0, sb, y, y0);
            case MIN -> min(n, a, a0, sa, b, b0, sb, y, y0);
            case LESS -> less(n, a, a0, sa, b, b0, sb, y, y0);
            case LESS_EQUAL -> lessEqual(n, a, a0, sa, b, b0, sb, y, y0);
            case EQUAL -> equal(n, a, a0, sa, b, b0, sb, y, y0);
            case ADD, SUB, MUL, DIV -> throw new AssertionError(f);
        }
    }

    private static void max(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + i * sb, m);
            u.max(v).intoArray(y, y0 + i, m);
        }
    }

    private static void min(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + i * sb, m);
            u.min(v).intoArray(y, y0 + i, m);
        }
    }

    private static void less(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + i * sb, m);
            FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.LT, v)).intoArray(y, y0 + i, m);
        }
    }

    private static void lessEqual(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + i * sb, m);
            FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.LE, v)).intoArray(y, y0 + i, m);
        }
    }

    private static void equal(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + i * sb, m);
            FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.EQ, v)).intoArray(y, y0 + i, m);
        }
    }
}
