package earshot.kernels.conv;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

/// Convolution as a product of gathered patches with packed weights ("implicit GEMM").
///
/// - Forward: {@code y = patches(x) · w}, with {@code w} as it is stored, {@code [kh · kw · c, o]}.
/// - Gradient of the input: again such a product, of patches of {@code dy} with the weights turned round. With stride s the
///   input pixels fall into s·s phases; within one phase every pixel meets the same taps, at stride 1.
/// - Gradient of the weight: {@code dw = patches(x)ᵀ · dy}, in [SimdConvWeight].
///
/// Shapes that [SimdWinograd] suits go there instead.
public final class SimdConv implements ConvKernels {
    /// Rows of patches in a block: with [#DEPTH] columns they stay in the second-level cache.
    private static final int BLOCK_ROWS = 96;
    /// Most columns of patches gathered at a time.
    private static final int DEPTH = 384;
    /// Tasks to aim for where there are few blocks.
    private static final int TASKS = 16;

    private final Workers workers;
    private final SimdConvWeight weight;
    private final SimdWinograd winograd;
    private final SimdWinogradWeight winogradWeight;

    public SimdConv(Workers workers) {
        this.workers = workers;
        this.weight = new SimdConvWeight(workers);
        this.winograd = new SimdWinograd(workers);
        this.winogradWeight = new SimdWinogradWeight(workers);
    }

    @Override
    public void forward(ConvGeometry g, Storage x, Storage w, Storage y) {
        if (SimdWinograd.suits(g)) {
            winograd.forward(g, FloatStorage.of(x), FloatStorage.of(w), FloatStorage.of(y));
            return;
        }
        SimdPatches patches = SimdPatches.of(g);
        float[] panels = Scratch.PANELS.floats(SimdPanels.size(patches.columns(), g.o()));
        float[] wv = FloatStorage.of(w);
        int k = patches.columns();
        workers.run(SimdPanels.count(g.o()),
                p -> SimdPanels.pack(p, k, g.o(), wv, 0, g.o(), panels, p * k * SimdTile.COLUMNS));
        float[] yv = FloatStorage.of(y);
        product(patches, g.n(), FloatStorage.of(x), panels, g.o(), (block, width, row0, rows, j, n) -> {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(block, i * width, yv, (row0 + i) * g.o() + j, n);
            }
        });
    }

    @Override
    public void backwardData(ConvGeometry g, Storage w, Storage dy, Storage dx) {
        float[] dyv = FloatStorage.of(dy);
        float[] wv = FloatStorage.of(w);
        float[] dxv = FloatStorage.of(dx);
        if (SimdWinograd.suits(g)) {
            winograd.backwardData(g, wv, dyv, dxv);
            return;
        }
        for (int rh = 0; rh < g.window().strideH(); rh++) {
            for (int rw = 0; rw < g.window().strideW(); rw++) {
                phase(g, Phase.of(rh, g.h(), g.outH(), g.window().kh(), g.window().strideH(), g.window().padH()),
                        Phase.of(rw, g.w(), g.outW(), g.window().kw(), g.window().strideW(), g.window().padW()), wv, dyv, dxv);
            }
        }
    }

    /// The pixels of one axis with {@code (h + pad) mod stride = r}: {@code first, first + stride, …}, {@code count} of them. They
    /// meet the kernel's taps {@code r, r + stride, …}, {@code taps} of them. Read backwards, so that positions in {@code dy}
    /// ascend, these form a correlation of stride 1 with {@code pad}.
    private record Phase(int first, int count, int stride, int taps, int lastTap, int pad) {
        static Phase of(int r, int size, int outSize, int k, int stride, int pad) {
            int first = Math.floorMod(r - pad, stride);
            int count = first < size ? (size - first - 1) / stride + 1 : 0;
            int taps = r < k ? (k - r - 1) / stride + 1 : 0;
            return new Phase(first, count, stride, taps, r + (taps - 1) * stride, taps - 1 - (first + pad - r) / stride);
        }
    }

    private void phase(ConvGeometry g, Phase a, Phase b, float[] w, float[] dy, float[] dx) {
        if (a.count == 0 || b.count == 0) {
            return;
        }
        int c = g.c();
        if (a.taps == 0 || b.taps == 0) {
            workers.run(g.n() * a.count, t -> {
                int line = (t / a.count * g.h() + a.first + t % a.count * a.stride) * g.w();
                for (int j = 0; j < b.count; j++) {
                    int at = (line + b.first + j * b.stride) * c;
                    Arrays.fill(dx, at, at + c, 0f);
                }
            });
            return;
        }
        SimdPatches patches = new SimdPatches(g.outH(), g.outW(), g.o(), a.count, b.count, a.taps, b.taps, 1, 1, a.pad, b.pad);
        float[] panels = turned(g, a, b, w);
        product(patches, g.n(), dy, panels, c, (block, width, row0, rows, from, n) -> {
            for (int i = 0; i < rows; i++) {
                int row = row0 + i;
                int line = row / (a.count * b.count) * g.h() + a.first + row / b.count % a.count * a.stride;
                int at = (line * g.w() + b.first + row % b.count * b.stride) * c + from;
                System.arraycopy(block, i * width, dx, at, n);
            }
        });
    }

    /// The weights of one phase as the matrix {@code [taps · taps · o, c]}, taps in reverse, packed into panels.
    private float[] turned(ConvGeometry g, Phase a, Phase b, float[] w) {
        int c = g.c();
        int o = g.o();
        int k = a.taps * b.taps * o;
        float[] panels = Scratch.PANELS.floats(SimdPanels.size(k, c));
        workers.run(SimdPanels.count(c), p -> {
            int to = p * k * SimdTile.COLUMNS;
            for (int u = a.lastTap, s = 0; s < a.taps; s++, u -= a.stride) {
                for (int v = b.lastTap, t = 0; t < b.taps; t++, v -= b.stride) {
                    SimdPanels.packTransposed(p, o, c, w, (u * g.window().kw() + v) * c * o, o, panels,
                            to + (s * b.taps + t) * o * SimdTile.COLUMNS);
                }
            }
        });
        return panels;
    }

    @Override
    public void backwardWeight(ConvGeometry g, Storage x, Storage dy, Storage dw) {
        if (SimdWinograd.suits(g)) {
            winogradWeight.backwardWeight(g, FloatStorage.of(x), FloatStorage.of(dy), FloatStorage.of(dw));
        } else {
            weight.backwardWeight(g, x, dy, dw);
        }
    }

    /// Takes a finished block: {@code rows} rows from {@code row0} on of {@code n} columns from column {@code j} on, stored in rows
    /// of {@code width}.
    private interface Sink {
        void accept(float[] block, int width, int row0, int rows, int j, int n);
    }

    /// Patches of {@code images} images times packed panels of {@code columns} columns, block by block.
    private void product(SimdPatches patches, int images, float[] x, float[] panels, int columns, Sink sink) {
        int m = images * patches.outH() * patches.outW();
        int k = patches.columns();
        int passes = (k + DEPTH - 1) / DEPTH;
        int depth = (k + passes - 1) / passes;
        int blocks = (m + BLOCK_ROWS - 1) / BLOCK_ROWS;
        int count = SimdPanels.count(columns);
        int runs = Math.clamp(TASKS / Math.max(1, blocks), 1, count);
        workers.run(blocks * runs, task -> {
            int row0 = task / runs * BLOCK_ROWS;
            int rows = Math.min(BLOCK_ROWS, m - row0);
            int first = task % runs * count / runs;
            int last = (task % runs + 1) * count / runs;
            int width = (last - first) * SimdTile.COLUMNS;
            float[] block = Scratch.BLOCK.floats(rows * width);
            Arrays.fill(block, 0, rows * width, 0f);
            for (int k0 = 0; k0 < k; k0 += depth) {
                int k1 = Math.min(k, k0 + depth);
                float[] a = x;
                int a0 = row0 * k + k0;
                int aRow = k;
                if (!patches.pointwise()) {
                    a = Scratch.PATCHES.floats(rows * (k1 - k0));
                    a0 = 0;
                    aRow = k1 - k0;
                    patches.gather(x, row0, rows, k0, k1, a);
                }
                SimdPanels.multiply(rows, last - first, k1 - k0, a, a0, aRow, 1, panels, (first * k + k0) * SimdTile.COLUMNS,
                        k * SimdTile.COLUMNS, block, 0, width);
            }
            int j = first * SimdTile.COLUMNS;
            sink.accept(block, width, row0, rows, j, Math.min(width, columns - j));
        });
    }
}
