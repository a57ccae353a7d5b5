package earshot.kernels.conv;

import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.matmul.MatmulKernels;

/// Convolutions on a GPU: {@code conv.cl}, and where every pixel is by itself, the matrix product.
public final class GpuConv implements ConvKernels {
    private static final int ITEMS = 64;
    /// Rows and columns of a tile that an item has.
    private static final int SIDE = 8;
    /// Columns of a product for which tiles are half as wide and twice as high.
    private static final int FEW = 32;
    /// Work-groups to aim for where a gradient of weights is summed up in parts. It is no property of the device: results are the
    /// same on all.
    private static final int GROUPS = 1024;
    /// Fewest positions of a part; below, adding up the parts would cost as much.
    private static final int LEAST = 256;

    private final Gpu gpu;
    private final GpuCode code;
    private final MatmulKernels matmul;

    /// @param matmul of the same device
    public GpuConv(Gpu gpu, MatmulKernels matmul) {
        this.gpu = gpu;
        this.code = gpu.code("conv");
        this.matmul = matmul;
    }

    @Override
    public void forward(ConvGeometry g, Storage x, Storage w, Epilogue e, Storage y) {
        Axis rows = Axis.rows(g);
        Axis columns = Axis.columns(g);
        if (depthwise(g)) {
            code.run("conv_depthwise", Grid.line(g.n() * rows.out() * columns.out() * g.o()), g.n(), ints(rows), ints(columns),
                    g.c(), g.groupO(), x, w, e.scale(), e.shift(), e.r(), e.activation().ordinal(), y);
        } else if (pointwise(g)) {
            matmul.matmul(new MatmulGeometry(1, g.n() * g.h() * g.w(), g.o(), g.c(), false, false), x, w, e, y);
        } else {
            code.run("conv_product", tiles(g.n() * rows.out() * columns.out(), g.groupO(), g.groups()), g.n(), ints(rows),
                    ints(columns), target(rows), target(columns), g.groups(), g.groupC(), g.groupO(), 0, x, w, e.scale(),
                    e.shift(), e.r(), e.activation().ordinal(), y);
        }
    }

    @Override
    public void backwardData(ConvGeometry g, Storage w, Storage dy, Storage dx) {
        if (pointwise(g)) {
            matmul.matmul(new MatmulGeometry(1, g.n() * g.h() * g.w(), g.c(), g.o(), false, true), dy, w, Epilogue.NONE, dx);
            return;
        }
        for (Phase a : Phase.all(Axis.rows(g))) {
            for (Phase b : Phase.all(Axis.columns(g))) {
                int positions = g.n() * a.count() * b.count();
                int[] rows = ints(a.axis(g.outH()));
                int[] columns = ints(b.axis(g.outW()));
                int[] toRows = target(a, g.h(), g.window().kh());
                int[] toColumns = target(b, g.w(), g.window().kw());
                if (depthwise(g)) {
                    code.run("conv_depthwise_data", Grid.line(positions * g.c()), g.n(), rows, columns, toRows, toColumns, g.c(),
                            g.groupO(), dy, w, dx);
                } else {
                    code.run("conv_product", tiles(positions, g.groupC(), g.groups()), g.n(), rows, columns, toRows, toColumns,
                            g.groups(), g.groupO(), g.groupC(), 1, dy, w, null, null, null, 0, dx);
                }
            }
        }
    }

    @Override
    public void backwardWeight(ConvGeometry g, Storage x, Storage dy, Storage dw) {
        Axis rows = Axis.rows(g);
        Axis columns = Axis.columns(g);
        int taps = rows.k() * columns.k();
        if (depthwise(g)) {
            int lines = g.n() * rows.out();
            int blocks = Grid.groups(g.o(), ITEMS);
            summed(lines, blocks * taps, 1, taps * g.o(), dw, (parts, part, to) -> code.run("conv_depthwise_weight",
                    new Grid(blocks, taps, parts, ITEMS, 1, 1), g.n(), ints(rows), ints(columns), g.c(), g.groupO(), part, x,
                    dy,
                    to));
        } else {
            int positions = g.n() * rows.out() * columns.out();
            Grid one = tiles(taps * g.groupC(), g.groupO(), g.groups());
            summed(positions, one.groupsX() * one.groupsY() * one.groupsZ(), LEAST, taps * g.groupC() * g.o(), dw,
                    (parts, part, to) -> code.run("conv_weight", tiles(taps * g.groupC(), g.groupO(), parts * g.groups()), g.n(),
                            ints(rows), ints(columns), g.groups(), g.groupC(), g.groupO(), part, x, dy, to));
        }
    }

    /// Sums up part of the terms of every weight.
    private interface Parts {
        /// @param part terms of each
        /// @param to takes them one after another
        void sum(int parts, int part, Storage to);
    }

    /// Sums up {@code n} terms for each of {@code size} weights in as many parts as the device can use.
    ///
    /// @param groups work-groups of a part
    /// @param least terms of a part
    private void summed(int n, int groups, int least, int size, Storage dw, Parts work) {
        int wanted = Math.clamp(GROUPS / groups, 1, Math.max(1, n / least));
        int part = Math.max(1, Math.ceilDiv(n, wanted));
        int parts = Math.max(1, Math.ceilDiv(n, part));
        if (parts == 1) {
            work.sum(1, part, dw);
        } else {
            gpu.withScratch(Math.multiplyExact(parts, size), sums -> {
                work.sum(parts, part, sums);
                code.run("conv_sum", Grid.line(size), size, parts, sums, dw);
            });
        }
    }

    private static boolean depthwise(ConvGeometry g) {
        return g.groups() > 1 && g.groupC() == 1;
    }

    private static boolean pointwise(ConvGeometry g) {
        return g.groups() == 1 && Axis.rows(g).identity() && Axis.columns(g).identity();
    }

    /// Work-groups for a tile each of {@code products} products of so many rows and columns.
    private static Grid tiles(int rows, int columns, int products) {
        int across = columns > FEW ? SIDE : SIDE / 2;
        return new Grid(Grid.groups(rows, ITEMS / across * SIDE), Grid.groups(columns, across * SIDE), products, ITEMS, 1, 1);
    }

    private static int[] ints(Axis a) {
        return new int[]{a.size(), a.out(), a.k(), a.stride(), a.pad(), a.dilation()};
    }

    /// All positions, one after another, and all taps.
    private static int[] target(Axis a) {
        return new int[]{a.out(), 0, 1, a.k(), 0, 1};
    }

    /// The pixels and taps of a phase.
    private static int[] target(Phase p, int size, int k) {
        return new int[]{size, p.first(), p.stride(), k, p.lastTap(), -p.tapStep()};
    }
}
