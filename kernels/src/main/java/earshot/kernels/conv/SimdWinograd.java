package earshot.kernels.conv;

import earshot.kernels.Window;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

import static earshot.kernels.simd.Lanes.FLOATS;

/// 3×3 convolutions of stride 1 by Winograd's minimal filtering: a quarter of the multiplications, for a rounding error some ten
/// times that of a direct sum (see [Winograd] for the maths).
///
/// A task takes a block of tiles through all stages while they stay in the second-level cache: gather, transform, 36 products
/// with the transformed weights, transform back, store.
final class SimdWinograd {
    /// Numbers that a block's transformed tiles, input and output, may take: about the second-level cache.
    private static final int BLOCK = 1 << 18;
    /// Fewest tiles of a block, so that transformed weights from a more distant cache are used often enough.
    private static final int FEWEST_TILES = 24;
    private static final int MOST_TILES = 48;
    /// Space between the planes of a block: planes a power of two apart would fall on the same lines of the cache.
    static final int PAD = 80;
    /// Output pixels from which on the method pays for transforming the weights.
    private static final int FEWEST_PIXELS = 512;

    private final Workers workers;

    SimdWinograd(Workers workers) {
        this.workers = workers;
    }

    /// Where this method is used: 3×3, stride 1, one group, channels that fill whole panels, and an image large enough to pay.
    static boolean suits(ConvGeometry g) {
        Window k = g.window();
        return k.kh() == 3 && k.kw() == 3 && k.strideH() == 1 && k.strideW() == 1 && k.padH() <= 2 && k.padW() <= 2 && k.dense()
                && g.groups() == 1
                && g.c() % SimdTile.COLUMNS == 0 && g.o() % SimdTile.COLUMNS == 0 && g.n() * g.outH() * g.outW() >= FEWEST_PIXELS;
    }

    /// The 6×6 input tiles of all images as patches: one row per tile.
    static SimdPatches inputTiles(ConvGeometry g) {
        int rows = (g.outH() + Winograd.OUT - 1) / Winograd.OUT;
        int columns = (g.outW() + Winograd.OUT - 1) / Winograd.OUT;
        return SimdPatches.of(new SimdPatches.Axis(g.h(), rows, Winograd.IN, Winograd.OUT, g.window().padH(), 1),
                new SimdPatches.Axis(g.w(), columns, Winograd.IN, Winograd.OUT, g.window().padW(), 1), g.c());
    }

    void forward(ConvGeometry g, float[] x, float[] w, float[] y) {
        filter(g, x, transformed(g.c(), g.o(), w), y);
    }

    /// The gradient of the input is a convolution of {@code dy} with the weights turned by half a turn, input and output channels
    /// exchanged.
    void backwardData(ConvGeometry g, float[] w, float[] dy, float[] dx) {
        Window k = g.window();
        ConvGeometry turned = new ConvGeometry(g.n(), g.outH(), g.outW(), g.o(), g.c(),
                new Window(3, 3, 1, 1, 2 - k.padH(), 2 - k.padW()));
        filter(turned, dy, transformed(g.o(), g.c(), turned(g, w)), dx);
    }

    private float[] turned(ConvGeometry g, float[] w) {
        int c = g.c();
        int o = g.o();
        float[] to = Scratch.PARTIALS.floats(9 * c * o);
        int side = FLOATS.length();
        // In squares of a vector's side, so that neither reading nor writing strides through memory for long.
        workers.run(9 * (o / side), task -> {
            int tap = task / (o / side);
            int from = (8 - tap) * c * o;
            int j0 = task % (o / side) * side;
            for (int i0 = 0; i0 < c; i0 += side) {
                for (int j = j0; j < j0 + side; j++) {
                    for (int i = i0; i < i0 + side; i++) {
                        to[(tap * o + j) * c + i] = w[from + i * o + j];
                    }
                }
            }
        });
        return to;
    }

    /// The weights {@code [3, 3, c, o]} transformed and packed: {@code [36, panels, c, COLUMNS]}.
    private float[] transformed(int c, int o, float[] w) {
        float[] u = Scratch.PANELS.floats(Winograd.POINTS * (c * o + PAD));
        workers.run(c, i -> {
            float[] buffer = Winograd.buffer();
            for (int j = 0; j < o; j += FLOATS.length()) {
                int at = (j / SimdTile.COLUMNS * c + i) * SimdTile.COLUMNS + j % SimdTile.COLUMNS;
                Winograd.weight(w, i * o + j, c * o, u, at, c * o + PAD, buffer);
            }
        });
        return u;
    }

    private void filter(ConvGeometry g, float[] x, float[] u, float[] y) {
        SimdPatches tiles = inputTiles(g);
        int all = g.n() * tiles.outPixels();
        int c = g.c();
        int o = g.o();
        int fit = Math.clamp(BLOCK / (Winograd.POINTS * (c + o)), FEWEST_TILES, MOST_TILES);
        // An even number of blocks of one size.
        int blocks = (all + 2 * fit - 1) / (2 * fit) * 2;
        int block = (all + blocks - 1) / blocks;
        workers.run((all + block - 1) / block, task -> {
            int first = task * block;
            int count = Math.min(block, all - first);
            int vStep = block * c + PAD;
            int mStep = block * o + PAD;
            float[] v = Scratch.BLOCK.floats(Winograd.POINTS * vStep);
            float[] m = Scratch.PRODUCTS.floats(Winograd.POINTS * mStep);
            float[] tile = Scratch.PATCHES.floats(Winograd.POINTS * Math.max(c, o));
            float[] buffer = Winograd.buffer();
            for (int t = 0; t < count; t++) {
                tiles.gather(x, first + t, 1, 0, tiles.width(), tile);
                Winograd.input(c, tile, 0, v, t * c, vStep, buffer);
            }
            for (int p = 0; p < Winograd.POINTS; p++) {
                Arrays.fill(m, p * mStep, p * mStep + count * o, 0f);
                SimdPanels.multiply(count, o / SimdTile.COLUMNS, c, v, p * vStep, c, 1, u, p * (c * o + PAD),
                        c * SimdTile.COLUMNS, m, p * mStep, o);
            }
            for (int t = 0; t < count; t++) {
                Winograd.output(o, m, t * o, mStep, tile, 0, buffer);
                store(g, tiles, first + t, tile, y);
            }
        });
    }

    /// Puts a 4×4 tile in its place, less what lies beyond the image.
    private static void store(ConvGeometry g, SimdPatches tiles, int index, float[] tile, float[] y) {
        int o = g.o();
        int top = index / tiles.columns().out() % tiles.rows().out() * Winograd.OUT;
        int left = index % tiles.columns().out() * Winograd.OUT;
        int image = index / tiles.outPixels();
        int width = Math.min(Winograd.OUT, g.outW() - left) * o;
        for (int i = 0; i < Math.min(Winograd.OUT, g.outH() - top); i++) {
            System.arraycopy(tile, i * Winograd.OUT * o, y, ((image * g.outH() + top + i) * g.outW() + left) * o, width);
        }
    }
}
