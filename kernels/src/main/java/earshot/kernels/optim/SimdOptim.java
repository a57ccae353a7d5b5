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
        float root = (float) Math.sqrt(1 - Math.pow(s.beta2(), s.step()));
        for (int i = from; i < to; i += FLOATS.length()) {
            VectorMask<Float> in = FLOATS.indexInRange(i, to);
            FloatVector g = FloatVector.fromArray(FLOATS, dw, i, in);
            FloatVector first = FloatVector.fromArray(FLOATS, m, i, in).mul(beta1).add(g.mul(rest1));
            FloatVector second = FloatVector.fromArray(FLOATS, v, i, in).mul(beta2).add(g.mul(g).mul(rest2));
            first.intoArray(m, i, in);
            second.intoArray(v, i, in);
            FloatVector denominator = second.sqrt().div(root).add(eps);
            FloatVector.fromArray(FLOATS, w, i, in).mul(keep).sub(first.mul(rate).div(denominator)).intoArray(w, i, in);
        }
    }
}
