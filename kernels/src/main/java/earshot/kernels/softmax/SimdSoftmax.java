package earshot.kernels.softmax;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.SimdFunctions;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Softmax and cross-entropy, a row per pass, a vector of classes at a time.
public final class SimdSoftmax implements SoftmaxKernels {
    private static final int GRAIN = 1 << 12;
    private static final int L = FLOATS.length();

    private final Workers workers;

    public SimdSoftmax(Workers workers) {
        this.workers = workers;
    }

    private void rows(SoftmaxGeometry g, Workers.Stretch task) {
        workers.stretches(g.rows(), Math.max(1, GRAIN / g.classes()), task);
    }

    @Override
    public void softmax(SoftmaxGeometry g, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                int at = r * g.classes();
                float sum = exponentials(xv, at, g.classes(), max(xv, at, g.classes()), yv, buffer);
                scale(yv, at, g.classes(), 1 / sum);
            }
        });
    }

    @Override
    public void softmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        float[] yv = FloatStorage.of(y);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        int n = g.classes();
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                float dot = dot(dyv, yv, r * n, n, buffer);
                for (int i = 0; i < n; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, n);
                    FloatVector d = FloatVector.fromArray(FLOATS, dyv, r * n + i, m).sub(dot);
                    d.mul(FloatVector.fromArray(FLOATS, yv, r * n + i, m)).intoArray(dxv, r * n + i, m);
                }
            }
        });
    }

    @Override
    public void logSoftmax(SoftmaxGeometry g, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int n = g.classes();
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                float max = max(xv, r * n, n);
                float logSum = (float) Math.log(sumExponentials(xv, r * n, n, max, buffer));
                for (int i = 0; i < n; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, n);
                    FloatVector.fromArray(FLOATS, xv, r * n + i, m).sub(max).sub(logSum).intoArray(yv, r * n + i, m);
                }
            }
        });
    }

    @Override
    public void logSoftmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        float[] yv = FloatStorage.of(y);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        int n = g.classes();
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                float total = sum(dyv, r * n, n, buffer);
                for (int i = 0; i < n; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, n);
                    FloatVector p = SimdFunctions.exp(FloatVector.fromArray(FLOATS, yv, r * n + i, m));
                    FloatVector.fromArray(FLOATS, dyv, r * n + i, m).sub(p.mul(total)).intoArray(dxv, r * n + i, m);
                }
            }
        });
    }

    @Override
    public void crossEntropy(SoftmaxGeometry g, Storage x, Storage target, Storage p, Storage loss) {
        float[] xv = FloatStorage.of(x);
        float[] tv = FloatStorage.of(target);
        float[] pv = FloatStorage.of(p);
        float[] lossv = FloatStorage.of(loss);
        int n = g.classes();
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                float max = max(xv, r * n, n);
                float sum = exponentials(xv, r * n, n, max, pv, buffer);
                lossv[r] = (float) loss(xv, tv, r * n, n, max + Math.log(sum));
                scale(pv, r * n, n, 1 / sum);
            }
        });
    }

    /// {@code Σ t · (logSum - x)}: from the scores, not from probabilities, which may underflow. A class of weight 0 adds nothing,
    /// whatever its score.
    private static double loss(float[] x, float[] t, int at, int n, double logSum) {
        double loss = 0;
        for (int i = at; i < at + n; i++) {
            if (t[i] != 0) {
                loss += t[i] * (logSum - x[i]);
            }
        }
        return loss;
    }

    @Override
    public void crossEntropyBackward(SoftmaxGeometry g, Storage p, Storage target, Storage dloss, Storage dx) {
        float[] pv = FloatStorage.of(p);
        float[] tv = FloatStorage.of(target);
        float[] dlossv = FloatStorage.of(dloss);
        float[] dxv = FloatStorage.of(dx);
        int n = g.classes();
        rows(g, (from, to) -> {
            float[] buffer = new float[L];
            for (int r = from; r < to; r++) {
                float total = sum(tv, r * n, n, buffer);
                for (int i = 0; i < n; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, n);
                    FloatVector t = FloatVector.fromArray(FLOATS, tv, r * n + i, m);
                    FloatVector.fromArray(FLOATS, pv, r * n + i, m).mul(total).sub(t).mul(dlossv[r]).intoArray(dxv, r * n + i, m);
                }
            }
        });
    }

    private static float max(float[] x, int at, int n) {
        FloatVector best = FloatVector.broadcast(FLOATS, x[at]);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            best = best.lanewise(VectorOperators.MAX, FloatVector.fromArray(FLOATS, x, at + i, m), m);
        }
        return best.reduceLanes(VectorOperators.MAX);
    }

    private static float exponentials(float[] x, int at, int n, float max, float[] y, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector e = SimdFunctions.exp(FloatVector.fromArray(FLOATS, x, at + i, m).sub(max));
            e.intoArray(y, at + i, m);
            sum = sum.add(e, m);
        }
        return SimdFunctions.sum(sum, buffer);
    }

    private static float sumExponentials(float[] x, int at, int n, float max, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            sum = sum.add(SimdFunctions.exp(FloatVector.fromArray(FLOATS, x, at + i, m).sub(max)), m);
        }
        return SimdFunctions.sum(sum, buffer);
    }

    private static void scale(float[] y, int at, int n, float by) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            FloatVector.fromArray(FLOATS, y, at + i, m).mul(by).intoArray(y, at + i, m);
        }
    }

    private static float sum(float[] x, int at, int n, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += L) {
            sum = sum.add(FloatVector.fromArray(FLOATS, x, at + i, FLOATS.indexInRange(i, n)));
        }
        return SimdFunctions.sum(sum, buffer);
    }

    private static float dot(float[] a, float[] b, int at, int n, float[] buffer) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            sum = FloatVector.fromArray(FLOATS, a, at + i, m).fma(FloatVector.fromArray(FLOATS, b, at + i, m), sum);
        }
        return SimdFunctions.sum(sum, buffer);
    }
}
