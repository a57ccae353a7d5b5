package earshot.kernels.elementwise;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Comparisons, a vector at a time, apart from arithmetic so that neither makes the other's loop too long to compile well.
final class SimdComparisons {
    private static final int L = FLOATS.length();

    private SimdComparisons() {
    }

    /// One run along the last axis; strides are 1, or 0 for an operand that repeats.
    static void row(BinaryFunction f, int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        if (sa == 0 && sb == 0) {
            if (n > 0) {
                Arrays.fill(y, y0, y0 + n, scalar(f, a[a0], b[b0]));
            }
            return;
        }
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            if (sa == 0) {
                store(f, FloatVector.broadcast(FLOATS, a[a0]), FloatVector.fromArray(FLOATS, b, b0 + i, m), y, y0 + i, m);
            } else if (sb == 0) {
                store(f, FloatVector.fromArray(FLOATS, a, a0 + i, m), FloatVector.broadcast(FLOATS, b[b0]), y, y0 + i, m);
            } else {
                store(f, FloatVector.fromArray(FLOATS, a, a0 + i, m), FloatVector.fromArray(FLOATS, b, b0 + i, m), y, y0 + i, m);
            }
        }
    }

    private static void store(BinaryFunction f, FloatVector u, FloatVector v, float[] y, int at, VectorMask<Float> m) {
        switch (f) {
            case MAX -> u.max(v).intoArray(y, at, m);
            case MIN -> u.min(v).intoArray(y, at, m);
            case LESS -> FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.LT, v)).intoArray(y, at, m);
            case LESS_EQUAL -> FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.LE, v)).intoArray(y, at, m);
            case EQUAL -> FloatVector.zero(FLOATS).blend(1f, u.compare(VectorOperators.EQ, v)).intoArray(y, at, m);
            case ADD, SUB, MUL, DIV -> throw new AssertionError(f);
        }
    }

    private static float scalar(BinaryFunction f, float a, float b) {
        return switch (f) {
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case ADD, SUB, MUL, DIV -> throw new AssertionError(f);
        };
    }
}
