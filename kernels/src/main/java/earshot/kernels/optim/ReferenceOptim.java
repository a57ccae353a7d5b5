package earshot.kernels.optim;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;

/// [OptimKernels] in double precision, one parameter at a time.
public final class ReferenceOptim implements OptimKernels {

    @Override
    public void adamW(int n, AdamWStep s, Storage w, Storage dw, Storage m, Storage v) {
        double[] ws = DoubleStorage.of(w);
        double[] dws = DoubleStorage.of(dw);
        double[] ms = DoubleStorage.of(m);
        double[] vs = DoubleStorage.of(v);
        double correction1 = 1 - Math.pow(s.beta1(), s.step());
        double correction2 = 1 - Math.pow(s.beta2(), s.step());
        for (int i = 0; i < n; i++) {
            double decayed = ws[i] * (1 - s.lr() * s.weightDecay());
            ms[i] = s.beta1() * ms[i] + (1 - s.beta1()) * dws[i];
            vs[i] = s.beta2() * vs[i] + (1 - s.beta2()) * dws[i] * dws[i];
            double deviation = Math.sqrt(vs[i]) / Math.sqrt(correction2) + s.eps();
            ws[i] = decayed - s.lr() / correction1 * ms[i] / deviation;
        }
    }
}
