package earshot.kernels.reduce;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Reductions on a GPU: {@code reduce.cl}. Long sums go in levels: parts first, then the sums of the parts. How a sum is cut depends on
/// the geometry alone, so its order does.
public final class GpuReduce implements ReduceKernels {
    /// Work items of a group that reduces a row together; {@code ITEMS} in the text.
    private static final int ITEMS = 128;
    /// Terms of a row that a group sums.
    private static final int ROW_PART = 64 * ITEMS;
    /// Terms that a work item sums by itself, one after another: few enough to stay accurate.
    private static final int COLUMN_PART = 256;

    private final Gpu gpu;
    private final GpuCode code;

    public GpuReduce(Gpu gpu) {
        this.gpu = gpu;
        code = gpu.code("reduce");
    }

    @Override
    public void sum(Reduction g, double scale, Storage x, Storage y) {
        int part = rows(g) ? ROW_PART : COLUMN_PART;
        int parts = Math.max(1, Grid.groups(g.count(), part));
        if (parts == 1) {
            sum(g, part, parts, (float) scale, x, y);
            return;
        }
        gpu.withScratch(Math.multiplyExact(g.outer() * parts, g.inner()), partial -> {
            sum(g, part, parts, 1f, x, partial);
            sum(new Reduction(g.outer(), parts, g.inner()), scale, partial, y);
        });
    }

    /// One level: {@code [outer, count, inner]} to {@code [outer, parts, inner]}.
    private void sum(Reduction g, int part, int parts, float scale, Storage x, Storage y) {
        if (rows(g)) {
            code.run("sum_rows", Grid.teams(g.outer() * parts, ITEMS), g.count(), part, parts, scale, x, y);
        } else {
            int n = g.outer() * parts * g.inner();
            code.run("sum_columns", Grid.line(n), n, g.count(), g.inner(), part, parts, scale, x, y);
        }
    }

    @Override
    public void expand(Reduction g, double scale, Storage y, Storage x) {
        int n = g.outer() * g.count() * g.inner();
        code.run("expand", Grid.line(n), n, g.count(), g.inner(), (float) scale, y, x);
    }

    @Override
    public void max(Reduction g, Storage x, Storage y, IntStorage at) {
        if (rows(g)) {
            code.run("max_rows", Grid.teams(g.outer(), ITEMS), g.count(), x, y, at);
        } else {
            int n = g.outer() * g.inner();
            code.run("max_columns", Grid.line(n), n, g.count(), g.inner(), x, y, at);
        }
    }

    /// Whether a group takes a row, whose terms are neighbours; if not, a work item takes a column.
    private static boolean rows(Reduction g) {
        return g.inner() == 1 && g.count() > ITEMS / 2;
    }
}
