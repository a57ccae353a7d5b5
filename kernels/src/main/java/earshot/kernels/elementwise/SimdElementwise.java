package earshot.kernels.elementwise;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Elementwise kernels, a vector at a time. Each case stores its own result: a value that flowed out of the switch would be
/// boxed.
public final class SimdElementwise implements ElementwiseKernels {
    /// Elements of a task: long enough to be worth handing over, short enough to share out evenly.
    private static final int GRAIN = 1 << 14;
    private static final int L = FLOATS.length();

    private final Workers workers;

    public SimdElementwise(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void unary(UnaryFunction f, int n, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        switch (f) {
            case RELU, EXP, LOG, SQRT -> workers.stretches(n, GRAIN, (from, to) -> unary(f, xv, yv, from, to));
            case ABS, TANH, SIGMOID, SILU, SOFTPLUS, GELU, GELU_TANH ->
                workers.stretches(n, GRAIN, (from, to) -> SimdActivations.forward(f, xv, yv, from, to));
        }
    }

    private static void unary(UnaryFunction f, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            switch (f) {
                case RELU -> v.max(0f).intoArray(y, i, m);
                case EXP -> SimdFunctions.exp(v).intoArray(y, i, m);
                case LOG -> SimdFunctions.log(v).intoArray(y, i, m);
                case SQRT -> v.sqrt().intoArray(y, i, m);
                case ABS, TANH, SIGMOID, SILU, SOFTPLUS, GELU, GELU_TANH -> throw new AssertionError(f);
            }
        }
    }

    @Override
    public void unaryBackward(UnaryFunction f, int n, Storage x, Storage y, Storage dy, Storage dx) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        switch (f) {
            case RELU, EXP, LOG, SQRT ->
                workers.stretches(n, GRAIN, (from, to) -> unaryBackward(f, xv, yv, dyv, dxv, from, to));
            case TANH, SIGMOID ->
                workers.stretches(n, GRAIN, (from, to) -> SimdActivations.backward(f, yv, dyv, dxv, from, to));
            case ABS, SILU, SOFTPLUS, GELU, GELU_TANH ->
                workers.stretches(n, GRAIN, (from, to) -> SimdActivations.backward(f, xv, dyv, dxv, from, to));
        }
    }

    private static void unaryBackward(UnaryFunction f, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i, m);
            switch (f) {
                case RELU -> {
                    FloatVector v = FloatVector.fromArray(FLOATS, y, i, m);
                    FloatVector.zero(FLOATS).blend(d, v.compare(VectorOperators.GT, 0f)).intoArray(dx, i, m);
                }
                case EXP -> d.mul(FloatVector.fromArray(FLOATS, y, i, m)).intoArray(dx, i, m);
                case LOG -> d.div(FloatVector.fromArray(FLOATS, x, i, m)).intoArray(dx, i, m);
                case SQRT -> d.div(FloatVector.fromArray(FLOATS, y, i, m).mul(2f)).intoArray(dx, i, m);
                case ABS, TANH, SIGMOID, SILU, SOFTPLUS, GELU, GELU_TANH -> throw new AssertionError(f);
            }
        }
    }

    @Override
    public void binary(BinaryFunction f, Broadcast g, Storage a, Storage b, Storage y) {
        float[] av = FloatStorage.of(a);
        float[] bv = FloatStorage.of(b);
        float[] yv = FloatStorage.of(y);
        int last = g.shape().length - 1;
        int n = g.shape()[last];
        int sa = g.strideA()[last];
        int sb = g.strideB()[last];
        int rows = n == 0 ? 0 : g.size() / n;
        if (rows == 1) {
            workers.stretches(n, GRAIN, (from, to) -> anyRow(f, to - from, av, from * sa, sa, bv, from * sb, sb, yv, from));
            return;
        }
        int across = last - 1;
        workers.stretches(rows, Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
            for (int r = from; r < to;) {
                int a0 = 0;
                int b0 = 0;
                for (int axis = across, rest = r; axis >= 0; rest /= g.shape()[axis--]) {
                    int i = rest % g.shape()[axis];
                    a0 += i * g.strideA()[axis];
                    b0 += i * g.strideB()[axis];
                }
                // Rows that follow each other along the last axis but one are fixed steps apart.
                int end = Math.min(to, r - r % g.shape()[across] + g.shape()[across]);
                for (; r < end; r++) {
                    anyRow(f, n, av, a0, sa, bv, b0, sb, yv, r * n);
                    a0 += g.strideA()[across];
                    b0 += g.strideB()[across];
                }
            }
        });
    }

    private static void anyRow(BinaryFunction f, int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
        switch (f) {
            case ADD, SUB, MUL, DIV -> row(f, n, a, a0, sa, b, b0, sb, y, y0);
            case MAX, MIN, LESS, LESS_EQUAL, EQUAL -> SimdComparisons.row(f, n, a, a0, sa, b, b0, sb, y, y0);
        }
    }

    /// One run along the last axis; strides are 1, or 0 for an operand that repeats.
    private static void row(BinaryFunction f, int n, float[] a, int a0, int sa, float[] b, int b0, int sb, float[] y, int y0) {
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
            case ADD -> u.add(v).intoArray(y, at, m);
            case SUB -> u.sub(v).intoArray(y, at, m);
            case MUL -> u.mul(v).intoArray(y, at, m);
            case DIV -> u.div(v).intoArray(y, at, m);
            case MAX, MIN, LESS, LESS_EQUAL, EQUAL -> throw new AssertionError(f);
        }
    }

    private static float scalar(BinaryFunction f, float a, float b) {
        return switch (f) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX, MIN, LESS, LESS_EQUAL, EQUAL -> throw new AssertionError(f);
        };
    }

    @Override
    public void affine(int n, double scale, double shift, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += L) {
                VectorMask<Float> m = FLOATS.indexInRange(i, to);
                FloatVector.fromArray(FLOATS, xv, i, m).mul((float) scale).add((float) shift).intoArray(yv, i, m);
            }
        });
    }

    @Override
    public void power(int n, double exponent, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN, (from, to) -> SimdPower.power(exponent, xv, yv, from, to));
    }

    @Override
    public void select(int n, Storage mask, Storage a, Storage b, Storage y) {
        float[] maskv = FloatStorage.of(mask);
        float[] av = FloatStorage.of(a);
        float[] bv = FloatStorage.of(b);
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += L) {
                VectorMask<Float> m = FLOATS.indexInRange(i, to);
                VectorMask<Float> take = FloatVector.fromArray(FLOATS, maskv, i, m).compare(VectorOperators.NE, 0f);
                FloatVector.fromArray(FLOATS, bv, i, m).blend(FloatVector.fromArray(FLOATS, av, i, m), take).intoArray(yv, i, m);
            }
        });
    }

    @Override
    public void fill(int n, double value, Storage y) {
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN, (from, to) -> Arrays.fill(yv, from, to, (float) value));
    }
}
