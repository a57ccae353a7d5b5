package earshot.kernels.optim;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Optimiser updates in one pass over memory.
public final class SimdOptim implements OptimKernels {
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    public SimdOptim(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void adamW(int n, AdamWStep s, Storage w, Storage dw, Storage m, Storage v) {
        float[] wv = FloatStorage.of(w);
        float[] dwv = FloatStorage.of(dw);
        float[] mv = FloatStorage.of(m);
        float[] vv = FloatStorage.of(v);
        workers.stretches(n, GRAIN, (from, to) -> adamW(s, wv, dwv, mv, vv, from, to));
    }

    private static void adamW(AdamWStep s, float[] w, float[] dw, float[] m, float[] v, int from, int to) {
        float keep = (float) (1 - s.lr() * s.weightDecay());
        float beta1 = (float) s.beta1();
        float rest1 = (float) (1 - s.beta1());
        float beta2 = (float) s.beta2();
        float rest2 = (float) (1 - s.beta2());
        float eps = (float) s.eps();
        float rate = (float) (s.lr() / (1 - Math.pow(s.beta1(), s.step())));
        float unbias = (float) (1 / Math.sqrt(1 - Math.pow(s.beta2(), s.step())));
        for (int i = from; i < to; i += FLOATS.length()) {
            VectorMask<Float> in = FLOATS.indexInRange(i, to);
            FloatVector g = FloatVector.fromArray(FLOATS, dw, i, in);
            FloatVector first = FloatVector.fromArray(FLOATS, m, i, in).mul(beta1).add(g.mul(rest1));
            FloatVector second = FloatVector.fromArray(FLOATS, v, i, in).mul(beta2).add(g.mul(g).mul(rest2));
            first.intoArray(m, i, in);
            second.intoArray(v, i, in);
            FloatVector denominator = second.sqrt().mul(unbias).add(eps);
            FloatVector.fromArray(FLOATS, w, i, in).mul(keep).sub(first.mul(rate).div(denominator)).intoArray(w, i, in);
        }
    }

    @Override
    public void sgd(int n, SgdStep s, Storage w, Storage dw, Storage v) {
        float[] wv = FloatStorage.of(w);
        float[] dwv = FloatStorage.of(dw);
        float[] vv = s.momentum() == 0 ? null : FloatStorage.of(v);
        workers.stretches(n, GRAIN, (from, to) -> {
            if (vv == null) {
                descend(s, wv, dwv, from, to);
            } else {
                descend(s, wv, dwv, vv, from, to);
            }
        });
    }

    private static void descend(SgdStep s, float[] w, float[] dw, int from, int to) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        for (int i = from; i < to; i += FLOATS.length()) {
            VectorMask<Float> in = FLOATS.indexInRange(i, to);
            FloatVector x = FloatVector.fromArray(FLOATS, w, i, in);
            FloatVector d = FloatVector.fromArray(FLOATS, dw, i, in).add(x.mul(decay));
            x.sub(d.mul(lr)).intoArray(w, i, in);
        }
    }

    private static void descend(SgdStep s, float[] w, float[] dw, float[] v, int from, int to) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float momentum = (float) s.momentum();
        float rest = (float) (1 - s.dampening());
        for (int i = from; i < to; i += FLOATS.length()) {
            VectorMask<Float> in = FLOATS.indexInRange(i, to);
            FloatVector x = FloatVector.fromArray(FLOATS, w, i, in);
            FloatVector d = FloatVector.fromArray(FLOATS, dw, i, in).add(x.mul(decay));
            FloatVector velocity = FloatVector.fromArray(FLOATS, v, i, in).mul(momentum).add(d.mul(rest));
            velocity.intoArray(v, i, in);
            FloatVector way = s.nesterov() ? d.add(velocity.mul(momentum)) : velocity;
            x.sub(way.mul(lr)).intoArray(w, i, in);
        }
    }

    @Override
    public void average(int n, double decay, Storage x, Storage average) {
        float[] xv = FloatStorage.of(x);
        float[] av = FloatStorage.of(average);
        float rest = (float) (1 - decay);
        workers.stretches(n, GRAIN, (from, to) -> {
            for (int i = from; i < to; i += FLOATS.length()) {
                VectorMask<Float> in = FLOATS.indexInRange(i, to);
                FloatVector a = FloatVector.fromArray(FLOATS, av, i, in);
                a.add(FloatVector.fromArray(FLOATS, xv, i, in).sub(a).mul(rest)).intoArray(av, i, in);
            }
        });
    }

    /// Scalar, so that the order of additions does not depend on the vector's width either: it runs once in a step.
    @Override
    public double sumOfSquares(int n, Storage x) {
        float[] xv = FloatStorage.of(x);
        double[] parts = new double[(int) (((long) n + GRAIN - 1) / GRAIN)];
        workers.stretches(n, GRAIN, (from, to) -> parts[from / GRAIN] = sumOfSquares(xv, from, to));
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    /// Four sums side by side, so that no addition waits for the one before.
    private static double sumOfSquares(float[] x, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i <= to - 4; i += 4) {
            a += (double) x[i] * x[i];
            b += (double) x[i + 1] * x[i + 1];
            c += (double) x[i + 2] * x[i + 2];
            d += (double) x[i + 3] * x[i + 3];
        }
        for (; i < to; i++) {
            a += (double) x[i] * x[i];
        }
        return a + b + (c + d);
    }
}
