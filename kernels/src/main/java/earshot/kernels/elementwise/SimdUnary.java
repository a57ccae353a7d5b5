package earshot.kernels.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Functions of one number and their derivatives, a vector at a time; a loop for each, since all of them in one would be too long to
/// compile well.
public final class SimdUnary {
    private static final int L = FLOATS.length();
    private static final int BLOCK = 1024;

    private SimdUnary() {
    }

    /// {@code y[i] = f(x[i])} for {@code from <= i < to}.
    public static void forward(UnaryFunction f, float[] x, float[] y, int from, int to) {
        switch (f) {
            case RELU -> relu(x, y, from, to);
            case EXP -> exp(x, y, from, to);
            case LOG -> log(x, y, from, to);
            case SQRT -> sqrt(x, y, from, to);
            case ABS -> abs(x, y, from, to);
            case TANH -> tanh(x, y, from, to);
            case SIGMOID -> sigmoid(x, y, from, to);
            case SILU -> silu(x, y, from, to);
            case SOFTPLUS -> softplus(x, y, from, to);
            case GELU -> SimdGelu.forward(x, y, from, to);
            case GELU_TANH -> SimdGelu.tanhForward(x, y, from, to);
        }
    }

    /// {@code dx[i] = dy[i] · f'} for {@code from <= i < to}.
    ///
    /// @param v the input or the output of the function, whichever its derivative reads
    public static void backward(UnaryFunction f, float[] v, float[] dy, float[] dx, int from, int to) {
        switch (f) {
            case RELU -> reluBackward(v, dy, dx, from, to);
            case EXP -> expBackward(v, dy, dx, from, to);
            case LOG -> logBackward(v, dy, dx, from, to);
            case SQRT -> sqrtBackward(v, dy, dx, from, to);
            case ABS -> absBackward(v, dy, dx, from, to);
            case TANH -> tanhBackward(v, dy, dx, from, to);
            case SIGMOID -> sigmoidBackward(v, dy, dx, from, to);
            case SILU -> siluBackward(v, dy, dx, from, to);
            case SOFTPLUS -> softplusBackward(v, dy, dx, from, to);
            case GELU -> SimdGelu.backward(v, dy, dx, from, to);
            case GELU_TANH -> SimdGelu.tanhBackward(v, dy, dx, from, to);
        }
    }

    private static void relu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            v.max(0f).intoArray(y, i, m);
        }
    }

    private static void reluBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            d.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(dx, i, m);
        }
    }

    private static void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            SimdFunctions.exp(v).intoArray(y, i, m);
        }
    }

    private static void expBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            d.mul(v).intoArray(dx, i, m);
        }
    }

    private static void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            SimdFunctions.log(v).intoArray(y, i, m);
        }
    }

    private static void logBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            d.div(v).intoArray(dx, i, m);
        }
    }

    private static void sqrt(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            v.sqrt().intoArray(y, i, m);
        }
    }

    private static void sqrtBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            d.div(v.mul(2f)).intoArray(dx, i, m);
        }
    }

    private static void abs(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            v.abs().intoArray(y, i, m);
        }
    }

    private static void absBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            d.blend(d.neg(), v.compare(VectorOperators.LT, 0f)).blend(0f, v.compare(VectorOperators.EQ, 0f)).intoArray(dx, i, m);
        }
    }

    private static void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            SimdFunctions.tanh(v).intoArray(y, i, m);
        }
    }

    private static void tanhBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            v.neg().add(1f).mul(v.add(1f)).mul(d).intoArray(dx, i, m);
        }
    }

    private static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            SimdFunctions.sigmoid(v).intoArray(y, i, m);
        }
    }

    private static void sigmoidBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            v.neg().add(1f).mul(v).mul(d).intoArray(dx, i, m);
        }
    }

    /// Masks throughout. A second exponential, for a tail behind a loop of whole vectors, made it many times as slow where the compiler took
    /// it into its callers. The same holds for the derivative.
    private static void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            v.div(SimdFunctions.exp(v.neg()).add(1f)).intoArray(y, i, m);
        }
    }

    private static void siluBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            FloatVector s = SimdFunctions.sigmoid(v);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            s.neg().add(1f).mul(v).add(1f).mul(s).mul(d).intoArray(dx, i, m);
        }
    }

    /// In passes over blocks that stay in the cache: exponential and logarithm are too much for one loop, see [SimdGelu].
    private static void softplus(float[] x, float[] y, int from, int to) {
        float[] e = new float[BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            decays(x, at, n, e);
            bends(x, at, n, e, y);
        }
    }

    /// {@code e^-|x|}.
    private static void decays(float[] x, int at, int n, float[] e) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector.fromArray(FLOATS, x, at + i, m).abs().neg().intoArray(e, i, m);
        }
        exponentials(e, n);
    }

    /// The exponential of each of the first {@code n} elements, in place.
    static void exponentials(float[] e, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            SimdFunctions.exp(FloatVector.fromArray(FLOATS, e, i, m)).intoArray(e, i, m);
        }
    }

    private static void bends(float[] x, int at, int n, float[] e, float[] y) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector bend = SimdFunctions.log1p(FloatVector.fromArray(FLOATS, e, i, m));
            FloatVector.fromArray(FLOATS, x, at + i, m).max(0f).add(bend).intoArray(y, at + i, m);
        }
    }

    private static void softplusBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            SimdFunctions.sigmoid(v).mul(d).intoArray(dx, i, m);
        }
    }
}
