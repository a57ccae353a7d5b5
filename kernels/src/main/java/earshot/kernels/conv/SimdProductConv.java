package earshot.kernels.conv;

import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Lines;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// Convolution as a product of gathered patches with packed weights ("implicit GEMM"), one per group.
///
/// - Forward: {@code y = patches(x) · w}, with {@code w} as it is stored, {@code [kh · kw · c, o]}.
/// - Gradient of the input: again such a product, of patches of {@code dy} with the weights turned round. With stride s the
///   input pixels fall into s·s phases; within one phase every pixel meets the same taps, at stride 1 (see [Phase]).
/// - Gradient of the weight: {@code dw = patches(x)ᵀ · dy}, in [SimdProductConvWeight].
final class SimdProductConv {
    /// Rows of patches in a block: with [#DEPTH] columns they stay in the second-level cache.
    private static final int BLOCK_ROWS = 96;
    /// Most columns of patches gathered at a time: with 288, sums are put down and taken up again, which costs a twentieth of the speed at
    /// 576 columns.
    private static final int DEPTH = 1536;
    /// Tasks to aim for where there are few blocks.
    private static final int TASKS = 16;
    /// Length of rows from which on memory is fetched before a block is worked on; of shorter ones the processor foresees enough: 32 to 16
    /// channels reached 43 GFLOP/s with fetching and 57 without.
    private static final int FETCHED = 64;
    /// Whether vectors are shorter than lines of the cache, so that a line must be there before the rest of it is written. Whole lines come faster
    /// without being read first; the decisions have the numbers.
    private static final boolean WRITES_PARTS = FLOATS.length() < Lines.LINE;
    /// Numbers that a task clears.
    private static final int CLEARED = 1 << 16;

    private final Workers workers;

    SimdProductConv(Workers workers) {
        this.workers = workers;
    }

    void forward(ConvGeometry g, float[] x, float[] w, Epilogue e, float[] y) {
        SimdEpilogue epilogue = epilogue(e, g.o());
        int o = g.groupO();
        for (int group = 0; group < g.groups(); group++) {
            SimdPatches patches = SimdPatches.of(g, group);
            int k = patches.width();
            int to = group * o;
            float[] panels = Scratch.PANELS.floats(SimdPanels.size(k, o));
            workers.run(SimdPanels.count(o),
                    p -> SimdPanels.pack(p, k, o, w, to, g.o(), panels, FIRST + p * k * SimdTile.COLUMNS));
            product(patches, g.n(), x, panels, o, new Rows(y, to, g.o(), epilogue), null);
        }
    }

    /// With numbers to begin with for whole panels, wherever a group begins.
    private static SimdEpilogue epilogue(Epilogue e, int channels) {
        return new SimdEpilogue(e, channels + SimdTile.COLUMNS, true);
    }

    void backwardData(ConvGeometry g, float[] w, float[] dy, float[] dx) {
        List<Phase> rows = Phase.all(Axis.rows(g));
        List<Phase> columns = Phase.all(Axis.columns(g));
        if (Stream.concat(rows.stream(), columns.stream()).anyMatch(p -> p.taps() == 0)) {
            // All of it, though some will be written again: in one stretch that takes less time than a pixel here and there.
            workers.stretches(g.n() * g.h() * g.w() * g.c(), CLEARED, (from, to) -> Arrays.fill(dx, from, to, 0f));
        }
        for (Phase a : rows) {
            for (Phase b : columns) {
                for (int group = 0; group < g.groups() && a.taps() > 0 && b.taps() > 0; group++) {
                    phase(g, group, a, b, w, dy, dx);
                }
            }
        }
    }

    private void phase(ConvGeometry g, int group, Phase a, Phase b, float[] w, float[] dy, float[] dx) {
        int c = g.groupC();
        int to = group * c;
        SimdPatches patches = new SimdPatches(a.axis(g.outH()), b.axis(g.outW()), g.groupO(), group * g.groupO(), g.o());
        float[] panels = turned(g, group, a, b, w);
        boolean inOrder = a.stride() == 1 && b.stride() == 1;
        product(patches, g.n(), dy, panels, c, inOrder ? new Rows(dx, to, g.c(), epilogue(Epilogue.NONE, g.c())) : null,
                (block, row0, rows, from, n) -> {
                    for (int i = 0; i < rows; i++) {
                        int row = row0 + i;
                        int line = row / (a.count() * b.count()) * g.h() + a.first() + row / b.count() % a.count() * a.stride();
                        int at = (line * g.w() + b.first() + row % b.count() * b.stride()) * g.c() + to + from;
                        System.arraycopy(block, i * n, dx, at, n);
                    }
                });
    }

    /// The weights of one group and phase as the matrix {@code [taps · taps · o, c]}, taps in reverse, packed into panels.
    private float[] turned(ConvGeometry g, int group, Phase a, Phase b, float[] w) {
        int c = g.groupC();
        int o = g.groupO();
        int k = a.taps() * b.taps() * o;
        float[] panels = Scratch.PANELS.floats(SimdPanels.size(k, c));
        workers.run(SimdPanels.count(c), p -> {
            int to = FIRST + p * k * SimdTile.COLUMNS;
            for (int s = 0; s < a.taps(); s++) {
                for (int t = 0; t < b.taps(); t++) {
                    SimdPanels.packTransposed(p, o, c, w,
                            (a.tap(s) * g.window().kw() + b.tap(t)) * c * g.o() + group * o, g.o(), panels,
                            to + (s * b.taps() + t) * o * SimdTile.COLUMNS);
                }
            }
        });
        return panels;
    }

    /// Where results may be written at once, because they stand in the order of the patches.
    ///
    /// @param first the first row's first channel
    /// @param row elements from one row to the next
    /// @param e what is done with the sums
    private record Rows(float[] y, int first, int row, SimdEpilogue e) {
    }

    /// Takes a finished block where they may not: {@code rows} rows from {@code row0} on of {@code n} columns from column {@code j} on.
    private interface Sink {
        void accept(float[] block, int row0, int rows, int j, int n);
    }

    /// Patches of {@code images} images times packed panels of {@code columns} columns, block by block.
    ///
    /// @param at null to leave it to the sink
    private void product(SimdPatches patches, int images, float[] x, float[] panels, int columns, Rows at, Sink sink) {
        int m = images * patches.outPixels();
        int k = patches.width();
        int passes = (k + DEPTH - 1) / DEPTH;
        int depth = (k + passes - 1) / passes;
        int blocks = (m + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int runs = Math.clamp(TASKS / Math.max(1, blocks), 1, SimdPanels.runs(columns));
        workers.run(blocks * runs, task -> {
            int row0 = task / runs * BLOCK_ROWS;
            int rows = Math.min(BLOCK_ROWS, m - row0);
            int first = SimdPanels.first(task % runs, runs, columns);
            int j = first * SimdTile.COLUMNS;
            int n = Math.min(columns, SimdPanels.first(task % runs + 1, runs, columns) * SimdTile.COLUMNS) - j;
            int width = at == null ? n : at.row;
            float[] y = at == null ? Scratch.BLOCK.floats(rows * width) : at.y;
            int y0 = at == null ? 0 : at.first + row0 * at.row + j;
            float[] start = at == null ? new float[SimdPanels.padded(n)] : at.e.start();
            int start0 = at == null ? 0 : at.first + j;
            if (WRITES_PARTS && n == width && at != null && n >= FETCHED) {
                Lines.fetch(y, y0, rows * n);
            }
            if (runs == 1 && patches.pointwise() && k == patches.pixel() && k >= FETCHED) {
                Lines.fetch(x, row0 * k, rows * k);
            }
            for (int k0 = 0; k0 < k; k0 += depth) {
                int k1 = Math.min(k, k0 + depth);
                float[] a = x;
                int a0 = row0 * patches.pixel() + patches.first() + k0;
                int aRow = patches.pixel();
                if (!patches.pointwise()) {
                    aRow = k1 - k0 + FLOATS.length();
                    a = Scratch.PATCHES.floats(rows * aRow);
                    a0 = 0;
                    patches.gather(x, row0, rows, k0, k1, a, aRow);
                }
                SimdPanels.multiply(rows, n, k1 - k0, a, a0, aRow, 1, panels, FIRST + (first * k + k0) * SimdTile.COLUMNS,
                        k * SimdTile.COLUMNS, k0 == 0 ? start : y, k0 == 0 ? start0 : y0, k0 == 0 ? 0 : width,
                        y, y0,
                        width);
            }
            if (at == null) {
                sink.accept(y, row0, rows, j, n);
            } else {
                at.e.apply(y, y0, width, rows, start0, n);
            }
        });
    }
}
