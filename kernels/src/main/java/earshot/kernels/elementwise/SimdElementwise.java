package earshot.kernels.elementwise;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.WholeVectors;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Elementwise kernels, a vector at a time.
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
        workers.stretches(n, GRAIN, (from, to) -> SimdUnary.forward(f, xv, yv, from, to));
    }

    @Override
    public void unaryBackward(UnaryFunction f, int n, Storage x, Storage y, Storage dy, Storage dx) {
        float[] v = FloatStorage.of(f.readsOutput() ? y : x);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        workers.stretches(n, GRAIN, (from, to) -> SimdUnary.backward(f, v, dyv, dxv, from, to));
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
            workers.stretches(n, GRAIN,
                    (from, to) -> SimdArithmetic.row(f, to - from, av, from * sa, sa, bv, from * sb, sb, yv, from));
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
                    SimdArithmetic.row(f, n, av, a0, sa, bv, b0, sb, yv, r * n);
                    a0 += g.strideA()[across];
                    b0 += g.strideB()[across];
                }
            }
        });
    }

    @Override
    public void affine(int n, double scale, double shift, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN,
                (from, to) -> WholeVectors.run(from, to, (a, i, end) -> affine((float) scale, (float) shift, a[0], a[1], i, end),
                        xv,
                        yv));
    }

    private static void affine(float scale, float shift, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector.fromArray(FLOATS, x, i).mul(scale).add(shift).intoArray(y, i);
        }
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
        workers.stretches(n, GRAIN,
                (from, to) -> WholeVectors.run(from, to, (s, i, end) -> select(s[0], s[1], s[2], s[3], i, end), maskv, av, bv,
                        yv));
    }

    private static void select(float[] mask, float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> take = FloatVector.fromArray(FLOATS, mask, i).compare(VectorOperators.NE, 0f);
            FloatVector.fromArray(FLOATS, b, i).blend(FloatVector.fromArray(FLOATS, a, i), take).intoArray(y, i);
        }
    }

    @Override
    public void fill(int n, double value, Storage y) {
        float[] yv = FloatStorage.of(y);
        workers.stretches(n, GRAIN, (from, to) -> Arrays.fill(yv, from, to, (float) value));
    }
}
