package earshot.kernels.matmul;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;

/// Packed, register-tiled product: {@code b} is packed into panels once, then every task multiplies a block of rows of {@code a},
/// read in place, with a run of panels. Single rows and columns go to [SimdRow], for which packing would cost more than the product.
public final class SimdMatmul implements MatmulKernels {
    /// Rows of a block: with [#DEPTH] columns they stay in the second-level cache.
    private static final int BLOCK_ROWS = 96;
    /// Inner size of one pass: a panel and the rows of a tile share the first-level cache.
    private static final int DEPTH = 256;
    /// Tasks to aim for: enough to share out evenly, whatever the number of threads.
    private static final int TASKS = 32;
    /// Operations below which a product of a batch is one task.
    private static final int SMALL = 1 << 20;
    /// Space between packed columns of {@code a}: a power of two apart they would fall on the same lines of the cache.
    private static final int PAD = 16;

    private final Workers workers;

    public SimdMatmul(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void matmul(MatmulGeometry g, Storage a, Storage b, Epilogue e, Storage y) {
        float[] av = FloatStorage.of(a);
        float[] bv = FloatStorage.of(b);
        float[] yv = FloatStorage.of(y);
        SimdEpilogue epilogue = new SimdEpilogue(e, SimdPanels.padded(g.n()), true);
        float[] start = epilogue.start();
        if (g.batch() > 1 && (long) g.m() * g.n() * g.k() < SMALL) {
            workers.run(g.batch(), t -> product(g, t, av, bv, start, yv));
        } else {
            for (int t = 0; t < g.batch(); t++) {
                product(g, t, av, bv, start, yv);
            }
        }
        workers.stretches(g.batch() * g.m(), Math.max(1, (1 << 14) / Math.max(1, g.n())),
                (from, to) -> epilogue.apply(yv, from * g.n(), g.n(), to - from, 0, g.n()));
    }

    /// One product of the batch, by all threads; or by the calling one, from inside a task.
    private void product(MatmulGeometry g, int t, float[] a, float[] b, float[] start, float[] y) {
        int a0 = t * g.m() * g.k();
        int b0 = t * g.k() * g.n();
        int y0 = t * g.m() * g.n();
        if (g.m() == 1) {
            SimdRow.multiply(workers, g.n(), g.k(), g.transposeB(), a, a0, b, b0, start, 1, y, y0);
        } else if (g.n() == 1) {
            // The column yᵀ = bᵀ · aᵀ is stored as a row is.
            SimdRow.multiply(workers, g.m(), g.k(), !g.transposeA(), b, b0, a, a0, start, 0, y, y0);
        } else {
            float[] panels = Scratch.PANELS.floats(SimdPanels.size(g.k(), g.n()));
            pack(g, b, b0, panels);
            tiles(g, a, a0, panels, start, y, y0);
        }
    }

    private void pack(MatmulGeometry g, float[] b, int b0, float[] panels) {
        workers.run(SimdPanels.count(g.n()), p -> {
            int to = p * g.k() * SimdTile.COLUMNS;
            if (g.transposeB()) {
                SimdPanels.packTransposed(p, g.k(), g.n(), b, b0, g.k(), panels, to);
            } else {
                SimdPanels.pack(p, g.k(), g.n(), b, b0, g.n(), panels, to);
            }
        });
    }

    private void tiles(MatmulGeometry g, float[] a, int a0, float[] panels, float[] start, float[] y, int y0) {
        int blocks = (g.m() + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int count = SimdPanels.count(g.n());
        int runs = Math.clamp(TASKS / Math.max(1, blocks), 1, Math.max(1, count));
        int passes = Math.max(1, (g.k() + DEPTH - 1) / DEPTH);
        int depth = (g.k() + passes - 1) / passes;
        workers.run(blocks * runs, task -> {
            int i = task / runs * BLOCK_ROWS;
            int m = Math.min(BLOCK_ROWS, g.m() - i);
            int first = task % runs * count / runs;
            int last = (task % runs + 1) * count / runs;
            int j = first * SimdTile.COLUMNS;
            int width = (last - first) * SimdTile.COLUMNS;
            // Whole panels go to their place at once.
            boolean whole = g.n() % SimdTile.COLUMNS == 0;
            float[] to = whole ? y : Scratch.BLOCK.floats(m * width);
            int to0 = whole ? y0 + i * g.n() + j : 0;
            int toRow = whole ? g.n() : width;
            for (int pass = 0; pass < passes; pass++) {
                int p = pass * depth;
                int k = Math.min(depth, g.k() - p);
                float[] rows = a;
                int rows0 = a0 + i * g.k() + p;
                if (g.transposeA()) {
                    rows = columns(a, a0 + p * g.m() + i, g.m(), m, k);
                    rows0 = 0;
                }
                SimdPanels.multiply(m, last - first, k, rows, rows0, g.transposeA() ? 1 : g.k(), g.transposeA() ? m + PAD : 1,
                        panels,
                        (first * g.k() + p) * SimdTile.COLUMNS, g.k() * SimdTile.COLUMNS, SimdTile.COLUMNS,
                        pass == 0 ? start : to,
                        pass == 0 ? j : to0, pass == 0 ? 0 : toRow, to, to0, toRow);
            }
            for (int r = 0; r < m && !whole; r++) {
                System.arraycopy(to, r * width, y, y0 + (i + r) * g.n() + j, Math.min(width, g.n() - j));
            }
        });
    }

    /// Gathers {@code k} pieces of {@code m} numbers, {@code step} apart, which are columns of a matrix stored transposed.
    private static float[] columns(float[] a, int a0, int step, int m, int k) {
        float[] to = Scratch.PATCHES.floats(k * (m + PAD));
        for (int p = 0; p < k; p++) {
            System.arraycopy(a, a0 + p * step, to, p * (m + PAD), m);
        }
        return to;
    }
}
