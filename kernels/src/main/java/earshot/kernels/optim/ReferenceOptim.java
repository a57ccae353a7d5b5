package earshot.kernels.optim;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import java.util.List;

/// [OptimKernels] in double precision, one parameter at a time.
public final class ReferenceOptim implements OptimKernels {

    @Override
    public void adamW(List<AdamWUpdate> updates) {
        updates.forEach(ReferenceOptim::adamW);
    }

    private static void adamW(AdamWUpdate u) {
        AdamWStep s = u.numbers();
        double[] ws = DoubleStorage.of(u.w());
        double[] dws = DoubleStorage.of(u.dw());
        double[] ms = DoubleStorage.of(u.m());
        double[] vs = DoubleStorage.of(u.v());
        double correction1 = 1 - Math.pow(s.beta1(), s.step());
        double correction2 = 1 - Math.pow(s.beta2(), s.step());
        for (int i = 0; i < u.w().size(); i++) {
            double decayed = ws[i] * (1 - s.lr() * s.weightDecay());
            ms[i] = s.beta1() * ms[i] + (1 - s.beta1()) * dws[i];
            vs[i] = s.beta2() * vs[i] + (1 - s.beta2()) * dws[i] * dws[i];
            double deviation = Math.sqrt(vs[i]) / Math.sqrt(correction2) + s.eps();
            ws[i] = decayed - s.lr() / correction1 * ms[i] / deviation;
        }
    }

    @Override
    public void sgd(List<SgdUpdate> updates) {
        updates.forEach(ReferenceOptim::sgd);
    }

    private static void sgd(SgdUpdate u) {
        SgdStep s = u.numbers();
        double[] ws = DoubleStorage.of(u.w());
        double[] dws = DoubleStorage.of(u.dw());
        double[] vs = s.momentum() == 0 ? null : DoubleStorage.of(u.v());
        for (int i = 0; i < u.w().size(); i++) {
            double d = dws[i] + s.weightDecay() * ws[i];
            if (vs != null) {
                vs[i] = s.momentum() * vs[i] + (1 - s.dampening()) * d;
                d = s.nesterov() ? d + s.momentum() * vs[i] : vs[i];
            }
            ws[i] -= s.lr() * d;
        }
    }

    @Override
    public void average(double decay, List<AverageUpdate> updates) {
        for (AverageUpdate u : updates) {
            double[] xs = DoubleStorage.of(u.x());
            double[] averages = DoubleStorage.of(u.average());
            for (int i = 0; i < u.x().size(); i++) {
                averages[i] += (1 - decay) * (xs[i] - averages[i]);
            }
        }
    }

    @Override
    public double sumOfSquares(List<? extends Storage> xs) {
        double sum = 0;
        for (Storage x : xs) {
            double[] values = DoubleStorage.of(x);
            for (int i = 0; i < x.size(); i++) {
                sum += values[i] * values[i];
            }
        }
        return sum;
    }
}
