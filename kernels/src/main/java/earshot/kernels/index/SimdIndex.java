package earshot.kernels.index;

import earshot.kernels.FloatStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Moves on all cores: runs of neighbours as a whole, scattered elements one by one. Sums are shared out by columns, so that each
/// place is added to by one thread, in order.
public final class SimdIndex implements IndexKernels {
    private static final int GRAIN = 1 << 14;
    /// Columns of a task that adds.
    private static final int COLUMNS = 128;
    private static final int L = FLOATS.length();

    private final Workers workers;

    public SimdIndex(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void copy(CopyGeometry g, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int last = g.shape().length - 1;
        int n = g.shape()[last];
        int f = g.fromStride()[last];
        int t = g.toStride()[last];
        int rows = n == 0 ? 0 : g.size() / n;
        if (rows == 1) {
            workers.stretches(n, GRAIN, (a, b) -> run(b - a, xv, g.from() + a * f, f, yv, g.to() + a * t, t));
            return;
        }
        workers.stretches(rows, Math.max(1, GRAIN / Math.max(1, n)), (a, b) -> {
            for (int r = a; r < b; r++) {
                int from = g.from();
                int to = g.to();
                for (int axis = last - 1, rest = r; axis >= 0; rest /= g.shape()[axis--]) {
                    int i = rest % g.shape()[axis];
                    from += i * g.fromStride()[axis];
                    to += i * g.toStride()[axis];
                }
                run(n, xv, from, f, yv, to, t);
            }
        });
    }

    private static void run(int n, float[] x, int from, int fromStride, float[] y, int to, int toStride) {
        if (fromStride == 1 && toStride == 1) {
            System.arraycopy(x, from, y, to, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            y[to + i * toStride] = x[from + i * fromStride];
        }
    }

    @Override
    public void take(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int[] indices = HostIntStorage.of(index);
        int inner = g.inner();
        workers.stretches(g.outer() * g.count(), Math.max(1, GRAIN / Math.max(1, inner)), (from, to) -> {
            for (int r = from; r < to; r++) {
                int source = r / g.count() * g.size() + indices[r % g.count()];
                run(inner, xv, source * inner, 1, yv, r * inner, 1);
            }
        });
    }

    @Override
    public void addAt(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int[] indices = HostIntStorage.of(index);
        int inner = g.inner();
        columns(g, (o, first, last) -> {
            for (int j = 0; j < g.count(); j++) {
                int to = (o * g.size() + indices[j]) * inner;
                int from = (o * g.count() + j) * inner;
                for (int i = first; i < last; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, last);
                    FloatVector.fromArray(FLOATS, xv, to + i, m).add(FloatVector.fromArray(FLOATS, yv, from + i, m))
                            .intoArray(xv, to + i, m);
                }
            }
        });
    }

    @Override
    public void gather(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int[] indices = HostIntStorage.of(index);
        int inner = g.inner();
        workers.stretches(g.outer() * g.count(), Math.max(1, GRAIN / Math.max(1, inner)), (from, to) -> {
            for (int r = from; r < to; r++) {
                int source = r / g.count() * g.size();
                for (int i = 0; i < inner; i++) {
                    yv[r * inner + i] = xv[(source + indices[r * inner + i]) * inner + i];
                }
            }
        });
    }

    @Override
    public void scatterAdd(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int[] indices = HostIntStorage.of(index);
        int inner = g.inner();
        columns(g, (o, first, last) -> {
            for (int j = 0; j < g.count(); j++) {
                int from = (o * g.count() + j) * inner;
                for (int i = first; i < last; i++) {
                    xv[(o * g.size() + indices[from + i]) * inner + i] += yv[from + i];
                }
            }
        });
    }

    private interface Columns {
        void accept(int o, int first, int last);
    }

    /// Runs {@code task} for blocks of columns, several at a time where they are short.
    private void columns(IndexGeometry g, Columns task) {
        int blocks = (g.inner() + COLUMNS - 1) / COLUMNS;
        int terms = Math.max(1, g.count() * Math.min(COLUMNS, g.inner()));
        workers.stretches(g.outer() * blocks, Math.max(1, GRAIN / terms), (from, to) -> {
            for (int t = from; t < to; t++) {
                int first = t % blocks * COLUMNS;
                task.accept(t / blocks, first, Math.min(g.inner(), first + COLUMNS));
            }
        });
    }
}
