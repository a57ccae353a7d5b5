package earshot.kernels.matmul;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;

import static earshot.kernels.simd.Scratch.FIRST;

/// Packed, register-tiled product: {@code b} is packed into panels once, then every task multiplies a block of rows of {@code a},
/// read in place, with a run of panels. Single rows and columns go to [SimdRow], for which packing would cost more than the product.
public final class SimdMatmul implements MatmulKernels {
    /// Most rows of a block: with [#DEPTH] columns they stay in the second-level cache. The more, the fewer times panels come from beyond it:
    /// 162 GFLOP/s with 96 rows, 169 with 192 or 384 on a core with a far third level.
    private static final int BLOCK_ROWS = 192;
    /// Inner size of one pass, which keeps rows and a panel in the second-level cache. That a panel leaves the first-level cache costs nothing:
    /// 113 GFLOP/s with 256, 115 with 768 or 1024, where the peak is 118, because sums are put down and taken up again less often.
    private static final int DEPTH = 768;
    /// Tasks to aim for.
    private static final int TASKS = 16;
    /// Operations below which a product of a batch is one task.
    private static final int SMALL = 1 << 20;
    /// Space between copied columns of {@code a}: those a multiple of 4096 bytes apart fall on the same lines of the first-level cache.
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
        if (g.batch() > 1 && (long) g.m() * g.n() * g.k() < SMALL) {
            workers.run(g.batch(), t -> product(g, t, av, bv, epilogue, yv));
        } else {
            for (int t = 0; t < g.batch(); t++) {
                product(g, t, av, bv, epilogue, yv);
            }
        }
    }

    /// One product of the batch, by all threads; or by the calling one, from inside a task.
    private void product(MatmulGeometry g, int t, float[] a, float[] b, SimdEpilogue e, float[] y) {
        int a0 = t * g.m() * g.k();
        int b0 = t * g.k() * g.n();
        int y0 = t * g.m() * g.n();
        if (g.m() == 1) {
            SimdRow.multiply(workers, g.n(), g.k(), g.transposeB(), a, a0, b, b0, e.start(), 1, y, y0);
            e.apply(y, y0, g.n(), 1, 0, g.n());
        } else if (g.n() == 1) {
            // The column yᵀ = bᵀ · aᵀ is stored as a row is.
            SimdRow.multiply(workers, g.m(), g.k(), !g.transposeA(), b, b0, a, a0, e.start(), 0, y, y0);
            e.apply(y, y0, 1, g.m(), 0, 1);
        } else {
            float[] panels = Scratch.PANELS.floats(SimdPanels.size(g.k(), g.n()));
            pack(g, b, b0, panels);
            tiles(g, a, a0, panels, e, y, y0);
        }
    }

    private void pack(MatmulGeometry g, float[] b, int b0, float[] panels) {
        workers.run(SimdPanels.count(g.n()), p -> {
            int to = FIRST + p * g.k() * SimdTile.COLUMNS;
            if (g.transposeB()) {
                SimdPanels.packTransposed(p, g.k(), g.n(), b, b0, g.k(), panels, to);
            } else {
                SimdPanels.pack(p, g.k(), g.n(), b, b0, g.n(), panels, to);
            }
        });
    }

    private void tiles(MatmulGeometry g, float[] a, int a0, float[] panels, SimdEpilogue e, float[] y, int y0) {
        int strips = Math.ceilDiv(g.m(), SimdTile.ROWS);
        // As many for every thread, and of as many rows.
        int rounds = Math.ceilDiv(Math.ceilDiv(g.m(), BLOCK_ROWS), workers.threads());
        int blocks = Math.min(strips, rounds * workers.threads());
        int runs = Math.clamp(TASKS / Math.max(1, blocks), 1, Math.max(1, SimdPanels.runs(g.n())));
        int passes = Math.max(1, (g.k() + DEPTH - 1) / DEPTH);
        int depth = (g.k() + passes - 1) / passes;
        workers.run(blocks * runs, task -> {
            long block = task / runs;
            int i = (int) (block * strips / blocks) * SimdTile.ROWS;
            int m = Math.min(g.m(), (int) ((block + 1) * strips / blocks) * SimdTile.ROWS) - i;
            int first = SimdPanels.first(task % runs, runs, g.n());
            int j = first * SimdTile.COLUMNS;
            int n = Math.min(g.n(), SimdPanels.first(task % runs + 1, runs, g.n()) * SimdTile.COLUMNS) - j;
            int to = y0 + i * g.n() + j;
            for (int pass = 0; pass < passes; pass++) {
                int p = pass * depth;
                int k = Math.min(depth, g.k() - p);
                float[] rows = a;
                int rows0 = a0 + i * g.k() + p;
                int row = g.k();
                int step = 1;
                if (g.transposeA()) {
                    rows = columns(a, a0 + p * g.m() + i, g.m(), m, k);
                    rows0 = 0;
                    row = 1;
                    step = m + PAD;
                }
                SimdPanels.multiply(m, n, k, rows, rows0, row, step, panels, FIRST + (first * g.k() + p) * SimdTile.COLUMNS,
                        g.k() * SimdTile.COLUMNS, pass == 0 ? e.start() : y, pass == 0 ? j : to,
                        pass == 0 ? 0 : g.n(),
                        y, to, g.n());
            }
            e.apply(y, to, g.n(), m, j, n);
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
