package earshot.kernels.index;

import earshot.kernels.DoubleStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;

/// [IndexKernels] in double precision, one element at a time.
public final class ReferenceIndex implements IndexKernels {

    @Override
    public void copy(CopyGeometry g, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int n = g.size();
        for (int i = 0; i < n; i++) {
            int rest = i;
            int from = g.from();
            int to = g.to();
            for (int axis = g.shape().length - 1; axis >= 0; axis--) {
                int step = rest % g.shape()[axis];
                rest /= g.shape()[axis];
                from += step * g.fromStride()[axis];
                to += step * g.toStride()[axis];
            }
            ys[to] = xs[from];
        }
    }

    @Override
    public void take(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] at = HostIntStorage.of(index);
        each(g, (o, j, i) -> ys[chosen(g, o, j, i)] = xs[source(g, o, at[j], i)]);
    }

    @Override
    public void addAt(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] at = HostIntStorage.of(index);
        each(g, (o, j, i) -> xs[source(g, o, at[j], i)] += ys[chosen(g, o, j, i)]);
    }

    @Override
    public void gather(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] at = HostIntStorage.of(index);
        each(g, (o, j, i) -> ys[chosen(g, o, j, i)] = xs[source(g, o, at[chosen(g, o, j, i)], i)]);
    }

    @Override
    public void scatterAdd(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] at = HostIntStorage.of(index);
        each(g, (o, j, i) -> xs[source(g, o, at[chosen(g, o, j, i)], i)] += ys[chosen(g, o, j, i)]);
    }

    private static int source(IndexGeometry g, int o, int r, int i) {
        return (o * g.size() + r) * g.inner() + i;
    }

    private static int chosen(IndexGeometry g, int o, int j, int i) {
        return (o * g.count() + j) * g.inner() + i;
    }

    private interface Element {
        void accept(int o, int j, int i);
    }

    private static void each(IndexGeometry g, Element task) {
        for (int o = 0; o < g.outer(); o++) {
            for (int j = 0; j < g.count(); j++) {
                for (int i = 0; i < g.inner(); i++) {
                    task.accept(o, j, i);
                }
            }
        }
    }
}
