package earshot.kernels.pool;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Pooling on a GPU, an element of the result to a work item: {@code pool.cl}.
public final class GpuPool implements PoolKernels {
    private final GpuCode code;

    public GpuPool(Gpu gpu) {
        code = gpu.code("pool");
    }

    @Override
    public void max(PoolGeometry g, Storage x, Storage y, IntStorage argmax) {
        code.run("pool_max", Grid.line(g.n() * g.outH() * g.outW() * g.c()), ints(g), x, y, argmax);
    }

    @Override
    public void maxBackward(PoolGeometry g, Storage dy, IntStorage argmax, Storage dx) {
        code.run("pool_max_backward", Grid.line(g.n() * g.h() * g.w() * g.c()), ints(g), dy, argmax, dx);
    }

    @Override
    public void average(AverageGeometry g, Storage x, Storage y) {
        code.run("pool_average", Grid.line(g.n() * g.outPixels() * g.c()), g.n(), g.c(), ints(g.rows()), ints(g.columns()), x, y);
    }

    @Override
    public void averageBackward(AverageGeometry g, Storage dy, Storage dx) {
        code.run("pool_average_backward", Grid.line(g.n() * g.inPixels() * g.c()), g.n(), g.c(), ints(g.rows()),
                ints(g.columns()), dy, dx);
    }

    private static int[] ints(PoolGeometry g) {
        Window k = g.window();
        return new int[]{g.n(), g.h(), g.w(), g.c(), g.outH(), g.outW(), k.kh(), k.kw(), k.strideH(), k.strideW(), k.padH(),
                k.padW()};
    }

    private static int[] ints(Spans spans) {
        return switch (spans) {
            case Spans.Sliding s -> new int[]{s.size(), s.count(), s.k(), s.stride(), s.pad(), s.countPad() ? 1 : 0};
            case Spans.Adaptive a -> new int[]{a.size(), a.count(), 0, 0, 0, 0};
        };
    }
}
