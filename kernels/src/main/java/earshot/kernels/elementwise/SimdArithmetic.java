package earshot.kernels.elementwise;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Sums, differences, products and quotients, a vector at a time; a loop for each. With one loop for all, C2 boxed the vectors that
/// went through its switch, and a product took many times as long.
final class SimdArithmetic {
    private static final int L = FLOATS.length();

    private SimdArithmetic() {
    }

    /// One run along the last axis; strides are 1, or 0 for an operand that repeats.
    static void row(BinaryFunction f, int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        float[] u = sa == 0 ? splat(a[a0]) : a;
        int u0 = sa == 0 ? 0 : a0;
        float[] v = sb == 0 ? splat(b[b0]) : b;
        int v0 = sb == 0 ? 0 : b0;
        switch (f) {
            case ADD -> add(n, u, u0, sa, v, v0, sb, y, y0);
            case SUB -> sub(n, u, u0, sa, v, v0, sb, y, y0);
            case MUL -> mul(n, u, u0, sa, v, v0, sb, y, y0);
            case DIV -> div(n, u, u0, sa, v, v0, sb, y, y0);
            case MAX, MIN, LESS, LESS_EQUAL, EQUAL -> SimdComparisons.row(f, n, u, u0, sa, v, v0, sb, y, y0);
        }
    }

    /// A vector that can stand for an operand that repeats: every load finds the same.
    private static float[] splat(float value) {
        float[] all = new float[L];
        Arrays.fill(all, value);
        return all;
    }

    private static void add(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa);
            u.add(FloatVector.fromArray(FLOATS, b, b0 + i * sb)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            u.add(FloatVector.fromArray(FLOATS, b, b0 + i * sb, m)).intoArray(y, y0 + i, m);
        }
    }

    private static void sub(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa);
            u.sub(FloatVector.fromArray(FLOATS, b, b0 + i * sb)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            u.sub(FloatVector.fromArray(FLOATS, b, b0 + i * sb, m)).intoArray(y, y0 + i, m);
        }
    }

    private static void mul(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa);
            u.mul(FloatVector.fromArray(FLOATS, b, b0 + i * sb)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            u.mul(FloatVector.fromArray(FLOATS, b, b0 + i * sb, m)).intoArray(y, y0 + i, m);
        }
    }

    private static void div(int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa);
            u.div(FloatVector.fromArray(FLOATS, b, b0 + i * sb)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector u = FloatVector.fromArray(FLOATS, a, a0 + i * sa, m);
            u.div(FloatVector.fromArray(FLOATS, b, b0 + i * sb, m)).intoArray(y, y0 + i, m);
        }
    }
}
