package earshot.kernels.elementwise;

import earshot.kernels.simd.WholeVectors;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Functions of one number and their derivatives, a vector at a time; a loop for each, since all of them in one would be too long to
/// compile well. Loops are over whole vectors, see [WholeVectors].
public final class SimdUnary {
    private static final int L = FLOATS.length();
    private static final int BLOCK = 1024;

    private SimdUnary() {
    }

    /// {@code y[i] = f(x[i])} for {@code from <= i < to}.
    public static void forward(UnaryFunction f, float[] x, float[] y, int from, int to) {
        WholeVectors.run(from, to, (a, i, end) -> whole(f, a[0], a[1], i, end), x, y);
    }

    private static void whole(UnaryFunction f, float[] x, float[] y, int from, int to) {
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
        WholeVectors.run(from, to, (a, i, end) -> wholeBackward(f, a[0], a[1], a[2], i, end), v, dy, dx);
    }

    private static void wholeBackward(UnaryFunction f, float[] v, float[] dy, float[] dx, int from, int to) {
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
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            v.max(0f).intoArray(y, i);
        }
    }

    private static void reluBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, y, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            d.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(dx, i);
        }
    }

    private static void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            SimdFunctions.exp(v).intoArray(y, i);
        }
    }

    private static void expBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, y, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            d.mul(v).intoArray(dx, i);
        }
    }

    private static void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            SimdFunctions.log(v).intoArray(y, i);
        }
    }

    private static void logBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            d.div(v).intoArray(dx, i);
        }
    }

    private static void sqrt(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            v.sqrt().intoArray(y, i);
        }
    }

    private static void sqrtBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, y, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            d.div(v.mul(2f)).intoArray(dx, i);
        }
    }

    private static void abs(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            v.abs().intoArray(y, i);
        }
    }

    private static void absBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            d.blend(d.neg(), v.compare(VectorOperators.LT, 0f)).blend(0f, v.compare(VectorOperators.EQ, 0f)).intoArray(dx, i);
        }
    }

    private static void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            SimdFunctions.tanh(v).intoArray(y, i);
        }
    }

    private static void tanhBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, y, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            v.neg().add(1f).mul(v.add(1f)).mul(d).intoArray(dx, i);
        }
    }

    private static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            SimdFunctions.sigmoid(v).intoArray(y, i);
        }
    }

    private static void sigmoidBackward(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, y, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            v.neg().add(1f).mul(v).mul(d).intoArray(dx, i);
        }
    }

    private static void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            v.div(SimdFunctions.exp(v.neg()).add(1f)).intoArray(y, i);
        }
    }

    private static void siluBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector s = SimdFunctions.sigmoid(v);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            s.neg().add(1f).mul(v).add(1f).mul(s).mul(d).intoArray(dx, i);
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
            FloatVector.fromArray(FLOATS, x, at + i).abs().neg().intoArray(e, i);
        }
        exponentials(e, n);
    }

    /// The exponential of each of the first {@code n} elements, in place.
    private static void exponentials(float[] e, int n) {
        for (int i = 0; i < n; i += L) {
            SimdFunctions.exp(FloatVector.fromArray(FLOATS, e, i)).intoArray(e, i);
        }
    }

    private static void bends(float[] x, int at, int n, float[] e, float[] y) {
        for (int i = 0; i < n; i += L) {
            FloatVector bend = SimdFunctions.log1p(FloatVector.fromArray(FLOATS, e, i));
            FloatVector.fromArray(FLOATS, x, at + i).max(0f).add(bend).intoArray(y, at + i);
        }
    }

    private static void softplusBackward(float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            SimdFunctions.sigmoid(v).mul(d).intoArray(dx, i);
        }
    }
}
