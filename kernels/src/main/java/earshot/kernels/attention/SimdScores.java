package earshot.kernels.attention;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.SimdFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// What happens to a row of scores between the products: scale, bias and padding, exponentials, gradients. A bias or padding that is
/// absent is a row of zeros. Rows of scores, and of what multiplies them, have room for whole vectors.
final class SimdScores {
    private static final int L = FLOATS.length();

    private final AttentionGeometry g;
    private final float[] bias;
    private final boolean biased;
    /// 0 for the keys that count, -∞ for the others.
    private final float[] keys;
    private final boolean padded;

    SimdScores(AttentionGeometry g, Storage bias, Storage padding) {
        this.g = g;
        this.biased = bias != null;
        this.bias = biased ? FloatStorage.of(bias) : new float[g.s()];
        this.padded = padding != null;
        this.keys = new float[padded ? g.batch() * g.s() : g.s()];
        if (padded) {
            float[] left = FloatStorage.of(padding);
            for (int i = 0; i < keys.length; i++) {
                keys[i] = left[i] != 0 ? Float.NEGATIVE_INFINITY : 0f;
            }
        }
    }

    /// Turns products of queries and keys into scores. The row's last vector is filled up with -∞.
    ///
    /// @return the largest, or 0 if no key is left
    float scores(int b, int h, int t, float[] x, int at) {
        int bias0 = biased ? g.biasStart(b, h) + t * g.s() : 0;
        int keys0 = padded ? b * g.s() : 0;
        float scale = (float) g.scale();
        FloatVector best = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + L <= g.s(); i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i)
                    .fma(FloatVector.broadcast(FLOATS, scale), FloatVector.fromArray(FLOATS, bias, bias0 + i))
                    .add(FloatVector.fromArray(FLOATS, keys, keys0 + i));
            v.intoArray(x, at + i);
            best = best.max(v);
        }
        if (i < g.s()) {
            VectorMask<Float> m = FLOATS.indexInRange(i, g.s());
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i)
                    .fma(FloatVector.broadcast(FLOATS, scale), FloatVector.fromArray(FLOATS, bias, bias0 + i, m))
                    .add(FloatVector.fromArray(FLOATS, keys, keys0 + i, m));
            FloatVector whole = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY).blend(v, m);
            whole.intoArray(x, at + i);
            best = best.max(whole);
        }
        float max = best.reduceLanes(VectorOperators.MAX);
        return max == Float.NEGATIVE_INFINITY ? 0 : max;
    }

    /// {@code x = exp(x - max)}.
    ///
    /// @param buffer room for a vector
    /// @return their sum
    float exponentials(float max, float[] x, int at, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < g.s(); i += L) {
            FloatVector e = SimdFunctions.exp(FloatVector.fromArray(FLOATS, x, at + i).sub(max));
            e.intoArray(x, at + i);
            sum = sum.add(e);
        }
        return SimdFunctions.sum(sum, buffer);
    }

    /// {@code x = f · x}.
    void multiply(float[] f, float[] x, int at) {
        for (int i = 0; i < g.s(); i += L) {
            FloatVector.fromArray(FLOATS, x, at + i).mul(FloatVector.fromArray(FLOATS, f, i)).intoArray(x, at + i);
        }
    }

    /// {@code x = exp(x - max) · inverse}.
    void weights(float max, float inverse, float[] x, int at) {
        for (int i = 0; i < g.s(); i += L) {
            SimdFunctions.exp(FloatVector.fromArray(FLOATS, x, at + i).sub(max)).mul(inverse).intoArray(x, at + i);
        }
    }

    /// From weights {@code x} and gradients {@code dp} of what multiplied the values: that in place of {@code x}, and the gradients of the
    /// scores in place of {@code dp}.
    ///
    /// @param f factors of the dropout
    /// @param delta {@code Σ dy · y}
    void gradients(float[] f, float delta, float[] x, float[] dp, int at) {
        for (int i = 0; i < g.s(); i += L) {
            FloatVector p = FloatVector.fromArray(FLOATS, x, at + i);
            FloatVector factor = FloatVector.fromArray(FLOATS, f, i);
            p.mul(factor).intoArray(x, at + i);
            FloatVector.fromArray(FLOATS, dp, at + i).mul(factor).sub(delta).mul(p).intoArray(dp, at + i);
        }
    }

    /// {@code Σ a · b} over {@code n} elements.
    static float dot(float[] a, int a0, float[] b, int b0, int n, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + L <= n; i += L) {
            sum = FloatVector.fromArray(FLOATS, a, a0 + i).fma(FloatVector.fromArray(FLOATS, b, b0 + i), sum);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            sum = FloatVector.fromArray(FLOATS, a, a0 + i, m).fma(FloatVector.fromArray(FLOATS, b, b0 + i, m), sum);
        }
        return SimdFunctions.sum(sum, buffer);
    }

    /// {@code y = by · x}.
    static void scaled(float by, float[] x, int x0, float[] y, int y0, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(FLOATS, x, x0 + i).mul(by).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector.fromArray(FLOATS, x, x0 + i, m).mul(by).intoArray(y, y0 + i, m);
        }
    }

    /// {@code y += x}.
    static void add(float[] x, int x0, float[] y, int y0, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(FLOATS, x, x0 + i).add(FloatVector.fromArray(FLOATS, y, y0 + i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector.fromArray(FLOATS, x, x0 + i, m).add(FloatVector.fromArray(FLOATS, y, y0 + i, m)).intoArray(y, y0 + i, m);
        }
    }
}
