package earshot.kernels.optim;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.WholeVectors;
import earshot.kernels.simd.Workers;
import java.util.List;
import jdk.incubator.vector.FloatVector;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Optimiser updates in one pass over memory.
public final class SimdOptim implements OptimKernels {
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    public SimdOptim(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void adamW(List<AdamWUpdate> updates) {
        updates.forEach(this::adamW);
    }

    private void adamW(AdamWUpdate u) {
        float[] w = FloatStorage.of(u.w());
        float[] dw = FloatStorage.of(u.dw());
        float[] m = FloatStorage.of(u.m());
        float[] v = FloatStorage.of(u.v());
        workers.stretches(u.w().size(), GRAIN, (from, to) -> WholeVectors.run(from, to,
                (a, i, end) -> adamW(u.numbers(), a[0], a[1], a[2], a[3], i, end), w, dw, m, v));
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
            FloatVector g = FloatVector.fromArray(FLOATS, dw, i);
            FloatVector first = FloatVector.fromArray(FLOATS, m, i).mul(beta1).add(g.mul(rest1));
            FloatVector second = FloatVector.fromArray(FLOATS, v, i).mul(beta2).add(g.mul(g).mul(rest2));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector denominator = second.sqrt().mul(unbias).add(eps);
            FloatVector.fromArray(FLOATS, w, i).mul(keep).sub(first.mul(rate).div(denominator)).intoArray(w, i);
        }
    }

    @Override
    public void sgd(List<SgdUpdate> updates) {
        updates.forEach(this::sgd);
    }

    private void sgd(SgdUpdate u) {
        SgdStep s = u.numbers();
        float[] w = FloatStorage.of(u.w());
        float[] dw = FloatStorage.of(u.dw());
        float[] v = s.momentum() == 0 ? null : FloatStorage.of(u.v());
        workers.stretches(u.w().size(), GRAIN, (from, to) -> {
            if (v == null) {
                WholeVectors.run(from, to, (a, i, end) -> descend(s, a[0], a[1], i, end), w, dw);
            } else {
                WholeVectors.run(from, to, (a, i, end) -> descend(s, a[0], a[1], a[2], i, end), w, dw, v);
            }
        });
    }

    private static void descend(SgdStep s, float[] w, float[] dw, int from, int to) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        for (int i = from; i < to; i += FLOATS.length()) {
            FloatVector x = FloatVector.fromArray(FLOATS, w, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dw, i).add(x.mul(decay));
            x.sub(d.mul(lr)).intoArray(w, i);
        }
    }

    private static void descend(SgdStep s, float[] w, float[] dw, float[] v, int from, int to) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float momentum = (float) s.momentum();
        float rest = (float) (1 - s.dampening());
        for (int i = from; i < to; i += FLOATS.length()) {
            FloatVector x = FloatVector.fromArray(FLOATS, w, i);
            FloatVector d = FloatVector.fromArray(FLOATS, dw, i).add(x.mul(decay));
            FloatVector velocity = FloatVector.fromArray(FLOATS, v, i).mul(momentum).add(d.mul(rest));
            velocity.intoArray(v, i);
            FloatVector way = s.nesterov() ? d.add(velocity.mul(momentum)) : velocity;
            x.sub(way.mul(lr)).intoArray(w, i);
        }
    }

    @Override
    public void average(double decay, List<AverageUpdate> updates) {
        float rest = (float) (1 - decay);
        for (AverageUpdate u : updates) {
            float[] x = FloatStorage.of(u.x());
            float[] average = FloatStorage.of(u.average());
            workers.stretches(u.x().size(), GRAIN,
                    (from, to) -> WholeVectors.run(from, to, (a, i, end) -> average(rest, a[0], a[1], i, end), x, average));
        }
    }

    private static void average(float rest, float[] x, float[] average, int from, int to) {
        for (int i = from; i < to; i += FLOATS.length()) {
            FloatVector a = FloatVector.fromArray(FLOATS, average, i);
            a.add(FloatVector.fromArray(FLOATS, x, i).sub(a).mul(rest)).intoArray(average, i);
        }
    }

    /// Scalar, so that the order of additions does not depend on the vector's width either: it runs once in a step.
    @Override
    public double sumOfSquares(List<? extends Storage> xs) {
        double sum = 0;
        for (Storage x : xs) {
            sum += sumOfSquares(x.size(), FloatStorage.of(x));
        }
        return sum;
    }

    private double sumOfSquares(int n, float[] xv) {
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
