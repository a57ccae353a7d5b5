package earshot.kernels.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Both forms of GELU, a vector at a time, in passes over blocks that stay in the cache: argument, exponential, the rest. In one pass
/// they are more than the compiler will take into one loop, and vectors that pass between compiled methods become objects.
///
/// The normal distribution's tail is {@code Φ(-a) = e^(-a² / 2) · t P(t)} with {@code t = 1 / (1 + 0.35 a)} for {@code a >= 0}. The
/// polynomial P, of degree 8, was fitted for the least relative error on {@code [0, 15]}: 3e-8, in float 4e-7. The tail is accurate
/// in proportion to itself, however small it is.
final class SimdGelu {
    private static final int L = FLOATS.length();
    private static final int BLOCK = 1024;
    /// Beyond it the tail is 0 in float; larger numbers would only overflow.
    private static final float FAR = 20f;
    private static final float DENSITY = 0.39894228f; // 1 / √(2 π)
    private static final float ROOT = 0.79788456f; // √(2 / π)
    private static final float CUBIC = 0.044715f;

    private SimdGelu() {
    }

    static void forward(float[] x, float[] y, int from, int to) {
        float[] bell = new float[BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            bells(x, at, n, bell);
            products(x, at, n, bell, y);
        }
    }

    static void backward(float[] x, float[] dy, float[] dx, int from, int to) {
        float[] bell = new float[BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            bells(x, at, n, bell);
            slopes(x, at, n, bell, dy, dx);
        }
    }

    /// {@code e^(-x² / 2)}, but for what rounding has taken off the square.
    private static void bells(float[] x, int at, int n, float[] bell) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(FLOATS, x, at + i, m).abs().min(FAR);
            a.mul(a).mul(-0.5f).intoArray(bell, i, m);
        }
        SimdActivations.exponentials(bell, n);
    }

    /// Puts back what rounding has taken off the square: the exponential has magnified it.
    private static FloatVector exact(FloatVector bell, FloatVector a) {
        FloatVector low = a.fma(a, a.mul(a).neg());
        return bell.mul(low.mul(-0.5f).add(1f));
    }

    private static void products(float[] x, int at, int n, float[] bell, float[] y) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i, m);
            FloatVector a = v.abs().min(FAR);
            normal(v, a, exact(FloatVector.fromArray(FLOATS, bell, i, m), a)).mul(v).intoArray(y, at + i, m);
        }
    }

    private static void slopes(float[] x, int at, int n, float[] bell, float[] dy, float[] dx) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i, m);
            FloatVector a = v.abs().min(FAR);
            FloatVector e = exact(FloatVector.fromArray(FLOATS, bell, i, m), a);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, at + i, m);
            e.mul(DENSITY).mul(v).add(normal(v, a, e)).mul(d).intoArray(dx, at + i, m);
        }
    }

    /// {@code Φ(x)}, given {@code a = |x|} and {@code e^(-a² / 2)}.
    private static FloatVector normal(FloatVector x, FloatVector a, FloatVector bell) {
        FloatVector t = FloatVector.broadcast(FLOATS, 1f).div(a.mul(0.35f).add(1f));
        FloatVector tail = t.mul(-2.916418761e-02f).add(1.440620720e-01f).mul(t).add(-2.559044659e-01f).mul(t)
                .add(1.593958586e-01f).mul(t).add(-2.326584049e-02f).mul(t).add(1.055756435e-01f).mul(t).add(1.198152900e-01f)
                .mul(t).add(1.398643702e-01f).mul(t).add(1.396212578e-01f).mul(t).mul(bell);
        return tail.neg().add(1f).blend(tail, x.compare(VectorOperators.LT, 0f));
    }

    static void tanhForward(float[] x, float[] y, int from, int to) {
        float[] power = new float[BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            powers(x, at, n, power);
            tanhProducts(x, at, n, power, y);
        }
    }

    static void tanhBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        float[] power = new float[BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            powers(x, at, n, power);
            tanhSlopes(x, at, n, power, dy, dx);
        }
    }

    /// {@code e^(-2 u)}.
    private static void powers(float[] x, int at, int n, float[] power) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i, m).max(-FAR).min(FAR);
            v.mul(v).mul(CUBIC).add(1f).mul(v).mul(-2 * ROOT).intoArray(power, i, m);
        }
        SimdActivations.exponentials(power, n);
    }

    private static void tanhProducts(float[] x, int at, int n, float[] power, float[] y) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i, m);
            v.div(FloatVector.fromArray(FLOATS, power, i, m).add(1f)).intoArray(y, at + i, m);
        }
    }

    private static void tanhSlopes(float[] x, int at, int n, float[] power, float[] dy, float[] dx) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i, m).max(-FAR).min(FAR);
            // Kept finite: times its reciprocal it must not be NaN.
            FloatVector e = FloatVector.fromArray(FLOATS, power, i, m).min(Float.MAX_VALUE);
            FloatVector s = one.div(e.add(1f));
            FloatVector slope = v.mul(v).mul(3 * CUBIC).add(1f).mul(2 * ROOT).mul(v);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, at + i, m);
            e.mul(s).mul(slope).add(1f).mul(s).mul(d).intoArray(dx, at + i, m);
        }
    }
}
