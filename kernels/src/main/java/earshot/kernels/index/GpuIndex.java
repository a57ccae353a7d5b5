package earshot.kernels.index;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuAxes;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Copies and choices on a GPU: {@code index.cl}. Where several numbers may meet at one place, a single work item adds them, in the order
/// of their positions.
public final class GpuIndex implements IndexKernels {
    private final GpuCode code;

    public GpuIndex(Gpu gpu) {
        code = gpu.code("index");
    }

    @Override
    public void copy(CopyGeometry g, Storage x, Storage y) {
        int n = g.size();
        code.run("copy", Grid.line(n), n, g.shape().length, GpuAxes.of(g.shape()), g.from(), GpuAxes.of(g.fromStride()), g.to(),
                GpuAxes.of(g.toStride()), x, y);
    }

    @Override
    public void take(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        chosen("take", g, x, index, y);
    }

    @Override
    public void addAt(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        columns("add_at", g, y, index, x);
    }

    @Override
    public void gather(IndexGeometry g, Storage x, IntStorage index, Storage y) {
        chosen("gather", g, x, index, y);
    }

    @Override
    public void scatterAdd(IndexGeometry g, Storage y, IntStorage index, Storage x) {
        columns("scatter_add", g, y, index, x);
    }

    /// A work item for every element that is chosen.
    private void chosen(String kernel, IndexGeometry g, Storage x, IntStorage index, Storage y) {
        int n = g.outer() * g.count() * g.inner();
        code.run(kernel, Grid.line(n), n, g.size(), g.count(), g.inner(), x, index, y);
    }

    /// A work item for every column, within which elements may meet.
    private void columns(String kernel, IndexGeometry g, Storage y, IntStorage index, Storage x) {
        int n = g.outer() * g.inner();
        code.run(kernel, Grid.line(n), n, g.size(), g.count(), g.inner(), y, index, x);
    }
}
