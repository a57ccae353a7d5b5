package earshot.kernels.reduce;

import earshot.kernels.DoubleStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;

/// [ReduceKernels] in double precision, added up in index order.
public final class ReferenceReduce implements ReduceKernels {

    @Override
    public void sum(Reduction g, double scale, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int o = 0; o < g.outer(); o++) {
            for (int i = 0; i < g.inner(); i++) {
                double sum = 0;
                for (int r = 0; r < g.count(); r++) {
                    sum += xs[(o * g.count() + r) * g.inner() + i];
                }
                ys[o * g.inner() + i] = scale * sum;
            }
        }
    }

    @Override
    public void expand(Reduction g, double scale, Storage y, Storage x) {
        double[] ys = DoubleStorage.of(y);
        double[] xs = DoubleStorage.of(x);
        for (int o = 0; o < g.outer(); o++) {
            for (int r = 0; r < g.count(); r++) {
                for (int i = 0; i < g.inner(); i++) {
                    xs[(o * g.count() + r) * g.inner() + i] = scale * ys[o * g.inner() + i];
                }
            }
        }
    }

    @Override
    public void max(Reduction g, Storage x, Storage y, IntStorage at) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] ats = HostIntStorage.of(at);
        for (int o = 0; o < g.outer(); o++) {
            for (int i = 0; i < g.inner(); i++) {
                int best = 0;
                double largest = xs[o * g.count() * g.inner() + i];
                for (int r = 1; r < g.count(); r++) {
                    double candidate = xs[(o * g.count() + r) * g.inner() + i];
                    if (candidate > largest || Double.isNaN(candidate) && !Double.isNaN(largest)) {
                        best = r;
                        largest = candidate;
                    }
                }
                ys[o * g.inner() + i] = largest;
                ats[o * g.inner() + i] = best;
            }
        }
    }
}
