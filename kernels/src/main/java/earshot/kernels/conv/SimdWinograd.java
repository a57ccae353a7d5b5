package earshot.kernels.conv;

import earshot.kernels.Window;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdStrips;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// 3×3 convolutions of stride 1 by Winograd's minimal filtering: a quarter of the multiplications, for a rounding error some ten
/// times that of a direct sum (see [Winograd] for the maths).
///
/// Where the transformed weights fit the caches, a task takes a block of tiles through all stages while they stay near: transform, 36
/// products with the weights, transform back. Where they do not, because channels are many (and tiles therefore few), a task takes a panel
/// of the weights instead, transforms it and multiplies all tiles with it, so that the weights never go to memory.
final class SimdWinograd {
    /// Tiles of a block, whole register tiles of them: the more, the fewer times the weights are read; the fewer, the closer they stay.
    private static final int MOST_TILES = 48;
    private static final int FEWEST_TILES = 12;
    /// Tasks to aim for where there are few tiles.
    private static final int TASKS = 16;
    /// Transformed weights from which on a task takes a panel of them.
    private static final int LARGE = 1 << 22;
    /// Numbers that all transformed tiles may take then: about half of a last-level cache.
    private static final int CHUNK = 1 << 22;
    /// Space between the planes of a block: planes a power of two apart would fall on the same lines of the cache.
    static final int PAD = 80;
    /// Output pixels from which on the method pays for transforming the weights.
    private static final int FEWEST_PIXELS = 512;
    private static final int COLUMNS = SimdTile.COLUMNS;

    private final Workers workers;

    SimdWinograd(Workers workers) {
        this.workers = workers;
    }

    /// Where this method is used: 3×3, stride 1, one group, channels that fill whole panels, and an image large enough to pay.
    static boolean suits(ConvGeometry g) {
        Window k = g.window();
        return k.kh() == 3 && k.kw() == 3 && k.strideH() == 1 && k.strideW() == 1 && k.padH() <= 2 && k.padW() <= 2 && k.dense()
                && g.groups() == 1 && g.c() % COLUMNS == 0 && g.o() % COLUMNS == 0
                && g.n() * g.outH() * g.outW() >= FEWEST_PIXELS;
    }

    void forward(ConvGeometry g, float[] x, float[] w, SimdEpilogue e, float[] y) {
        filter(g, x, (j, u, u0, step) -> transform(g.c(), g.o(), w, j, u, u0, step), e, y);
    }

    /// The gradient of the input is a convolution of {@code dy} with the weights turned by half a turn, input and output channels
    /// exchanged.
    void backwardData(ConvGeometry g, float[] w, float[] dy, float[] dx) {
        Window k = g.window();
        ConvGeometry turned = new ConvGeometry(g.n(), g.outH(), g.outW(), g.o(), g.c(),
                new Window(3, 3, 1, 1, 2 - k.padH(), 2 - k.padW()));
        filter(turned, dy, (j, u, u0, step) -> transform(g.o(), COLUMNS, turned(g, w, j), 0, u, u0, step),
                new SimdEpilogue(Epilogue.NONE, g.c(), false), dx);
    }

    /// Gives the transformed weights of output channels {@code [j, j + COLUMNS)}: point {@code p} goes to {@code u0 + p · step} as
    /// {@code [c, COLUMNS]}.
    private interface Weights {
        void panel(int j, float[] u, int u0, int step);
    }

    private static void transform(int c, int o, float[] w, int j, float[] u, int u0, int step) {
        float[] buffer = Winograd.buffer();
        for (int i = 0; i < c; i++) {
            for (int l = 0; l < COLUMNS; l += FLOATS.length()) {
                Winograd.weight(w, i * o + j + l, c * o, u, u0 + i * COLUMNS + l, step, buffer);
            }
        }
    }

    /// The weights of input channels {@code [i0, i0 + COLUMNS)} with taps in reverse, as {@code [9, o, COLUMNS]}.
    private static float[] turned(ConvGeometry g, float[] w, int i0) {
        int c = g.c();
        int o = g.o();
        float[] to = Scratch.PATCHES.floats(9 * o * COLUMNS);
        // In strips of a vector's length, so that what is written stays in the first-level cache.
        for (int tap = 0; tap < 9; tap++) {
            for (int j0 = 0; j0 < o; j0 += FLOATS.length()) {
                for (int i = 0; i < COLUMNS; i++) {
                    int from = ((8 - tap) * c + i0 + i) * o;
                    for (int j = j0; j < j0 + FLOATS.length(); j++) {
                        to[(tap * o + j) * COLUMNS + i] = w[from + j];
                    }
                }
            }
        }
        return to;
    }

    private void filter(ConvGeometry g, float[] x, Weights weights, SimdEpilogue e, float[] y) {
        WinogradTiles tiles = WinogradTiles.of(g);
        int planes = Winograd.POINTS * (g.c() + g.o());
        if (Winograd.POINTS * g.c() * g.o() < LARGE) {
            byTiles(g, tiles, x, weights,
                    Math.clamp(tiles.count() / TASKS / FEWEST_TILES * FEWEST_TILES, FEWEST_TILES, MOST_TILES), e, y);
        } else {
            int chunk = Math.min(tiles.count(), Math.max(FEWEST_TILES, CHUNK / planes));
            for (int first = 0; first < tiles.count(); first += chunk) {
                byPanels(g, tiles, first, Math.min(chunk, tiles.count() - first), x, weights, e, y);
            }
        }
    }

    private void byTiles(ConvGeometry g, WinogradTiles tiles, float[] x, Weights weights, int block, SimdEpilogue e, float[] y) {
        int c = g.c();
        int o = g.o();
        int uStep = c * o + PAD;
        float[] u = Scratch.PANELS.floats(Winograd.POINTS * uStep);
        workers.run(o / COLUMNS, panel -> weights.panel(panel * COLUMNS, u, FIRST + panel * c * COLUMNS, uStep));
        float[] zeros = new float[o];
        workers.stretches(tiles.count(), block, (from, to) -> {
            int vStep = block * c + PAD;
            int mStep = block * o + PAD;
            float[] v = Scratch.BLOCK.floats(Winograd.POINTS * vStep);
            float[] m = Scratch.PRODUCTS.floats(Winograd.POINTS * mStep);
            input(tiles, from, from, to, x, v, vStep);
            for (int p = 0; p < Winograd.POINTS; p++) {
                SimdPanels.multiply(to - from, o, c, v, FIRST + p * vStep, u, FIRST + p * uStep, c * COLUMNS, zeros, 0, 0, m,
                        FIRST + p * mStep, o);
            }
            output(tiles, from, from, to, m, mStep, e, y);
        });
    }

    private void byPanels(ConvGeometry g, WinogradTiles tiles, int first, int count, float[] x, Weights weights, SimdEpilogue e,
            float[] y) {
        int c = g.c();
        int o = g.o();
        int vStep = SimdStrips.size(count, c) + PAD;
        int mStep = count * o + PAD;
        float[] v = Scratch.BLOCK.floats(Winograd.POINTS * vStep);
        float[] m = Scratch.PRODUCTS.floats(Winograd.POINTS * mStep);
        workers.stretches(count, SimdTile.ROWS, (from, to) -> input(tiles, first, first + from, first + to, x, v, vStep));
        float[] zeros = new float[COLUMNS];
        workers.run(o / COLUMNS, panel -> {
            int uStep = c * COLUMNS + PAD;
            float[] u = Scratch.THREAD_PANELS.floats(Winograd.POINTS * uStep);
            weights.panel(panel * COLUMNS, u, FIRST, uStep);
            for (int p = 0; p < Winograd.POINTS; p++) {
                SimdPanels.multiply(count, COLUMNS, c, v, FIRST + p * vStep, u, FIRST + p * uStep, c * COLUMNS, zeros, 0, 0, m,
                        FIRST + p * mStep + panel * COLUMNS, o);
            }
        });
        workers.stretches(count, SimdTile.ROWS, (from, to) -> output(tiles, first, first + from, first + to, m, mStep, e, y));
    }

    /// Transforms tiles {@code [from, to)} into planes of strips that begin with tile {@code first}.
    private static void input(WinogradTiles tiles, int first, int from, int to, float[] x, float[] v, int step) {
        int c = tiles.in().c();
        float[] tile = Scratch.PATCHES.floats(Winograd.POINTS * c);
        float[] buffer = Winograd.buffer();
        for (int t = from; t < to; t++) {
            tiles.input(x, t, v, FIRST + SimdStrips.start(t - first, c), SimdTile.ROWS, step, tile, buffer);
        }
    }

    /// The way back from the products.
    private static void output(WinogradTiles tiles, int first, int from, int to, float[] m, int step, SimdEpilogue e, float[] y) {
        int o = tiles.out().c();
        float[] tile = Scratch.PATCHES.floats(Winograd.POINTS * o);
        float[] buffer = Winograd.buffer();
        for (int t = from; t < to; t++) {
            tiles.output(m, FIRST + (t - first) * o, step, t, y, tile, buffer);
            tiles.finish(t, e, y);
        }
    }
}
