package earshot.kernels.matmul;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

/// Packed, register-tiled product: {@code b} is packed into panels once, then every task multiplies a block of rows of {@code a},
/// read in place, with a run of panels.
public final class SimdMatmul implements MatmulKernels {
    /// Rows of a block: with [#DEPTH] columns they stay in the second-level cache.
    private static final int BLOCK_ROWS = 96;
    /// Inner size of one pass.
    private static final int DEPTH = 384;
    /// Tasks to aim for: enough to share out evenly, whatever the number of threads.
    private static final int TASKS = 16;

    private final Workers workers;

    public SimdMatmul(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void matmul(MatmulGeometry g, Storage a, Storage b, Storage y) {
        float[] av = FloatStorage.of(a);
        float[] bv = FloatStorage.of(b);
        float[] yv = FloatStorage.of(y);
        if (g.k() == 0) {
            Arrays.fill(yv, 0, y.size(), 0f);
            return;
        }
        float[] panels = Scratch.PANELS.floats(SimdPanels.size(g.k(), g.n()));
        for (int t = 0; t < g.batch(); t++) {
            pack(g, bv, t * g.k() * g.n(), panels);
            product(g, av, t * g.m() * g.k(), panels, yv, t * g.m() * g.n());
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

    private void product(MatmulGeometry g, float[] a, int a0, float[] panels, float[] y, int y0) {
        int blocks = (g.m() + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int count = SimdPanels.count(g.n());
        int runs = Math.clamp(TASKS / Math.max(1, blocks), 1, Math.max(1, count));
        int aRow = g.transposeA() ? 1 : g.k();
        int aStep = g.transposeA() ? g.m() : 1;
        int panel = g.k() * SimdTile.COLUMNS;
        workers.run(blocks * runs, task -> {
            int i = task / runs * BLOCK_ROWS;
            int m = Math.min(BLOCK_ROWS, g.m() - i);
            int first = task % runs * count / runs;
            int last = (task % runs + 1) * count / runs;
            int width = (last - first) * SimdTile.COLUMNS;
            float[] block = Scratch.BLOCK.floats(m * width);
            Arrays.fill(block, 0, m * width, 0f);
            for (int p = 0; p < g.k(); p += DEPTH) {
                SimdPanels.multiply(m, last - first, Math.min(DEPTH, g.k() - p), a, a0 + i * aRow + p * aStep, aRow, aStep,
                        panels,
                        first * panel + p * SimdTile.COLUMNS, panel, block, 0, width);
            }
            int j = first * SimdTile.COLUMNS;
            for (int r = 0; r < m; r++) {
                System.arraycopy(block, r * width, y, y0 + (i + r) * g.n() + j, Math.min(width, g.n() - j));
            }
        });
    }
}
