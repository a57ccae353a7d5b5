package earshot.kernels.conv;

import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// The gradient of 3×3 weights by Winograd's minimal filtering: 36 products {@code V[p]ᵀ · Z[p]}, of the input's transformed
/// tiles and the output gradient's, summed over all tiles, then transformed back.
///
/// Where the 36 sums fit the caches, a task takes a part of the tiles, block by block through transforms and products, to sums of its own;
/// the parts are added up in order on the way back. Where they do not, because channels are many (and tiles therefore few), all tiles are
/// transformed, and a task takes a block of the weights through all products and back, so that the sums never go to memory.
/// How it is cut depends on the geometry alone, so results do not depend on the number of threads.
final class SimdWinogradWeight {
    /// Sums from which on a task takes a block of weights.
    private static final int LARGE = 1 << 20;
    /// Most parts of the tiles, and fewest tiles of one.
    private static final int PARTS = 8;
    private static final int PART_TILES = 192;
    /// Tiles of a block of a part.
    private static final int BLOCK = 48;
    /// Rows and columns of a block of weights.
    private static final int BLOCK_ROWS = 96;
    private static final int BLOCK_COLUMNS = 2 * SimdTile.COLUMNS;
    /// Numbers that all transformed tiles may take: about half of a last-level cache.
    private static final int CHUNK = 5 << 20;
    private static final int PAD = SimdWinograd.PAD;
    /// Space between the rows of the left operand, which is read by columns.
    private static final int ROW_PAD = 16;
    private static final int COLUMNS = SimdTile.COLUMNS;
    private static final int POINTS = Winograd.POINTS;

    private final Workers workers;

    SimdWinogradWeight(Workers workers) {
        this.workers = workers;
    }

    void backwardWeight(ConvGeometry g, float[] x, float[] dy, float[] dw) {
        WinogradTiles tiles = WinogradTiles.of(g);
        if (POINTS * g.c() * g.o() < LARGE) {
            byTiles(g, tiles, x, dy, dw);
        } else {
            int chunk = Math.min(tiles.count(), Math.max(BLOCK, CHUNK / (POINTS * (g.c() + g.o()))));
            for (int first = 0; first < tiles.count(); first += chunk) {
                byWeights(g, tiles, first, Math.min(chunk, tiles.count() - first), x, dy, dw);
            }
        }
    }

    /// Transformed tiles of input and output gradient: points {@code step} apart, the input's as {@code [tiles, c + ROW_PAD]}, the other's as
    /// {@code [panels, tiles, COLUMNS]}.
    private record Planes(int tiles, int c, int o, float[] v, float[] z) {

        static Planes of(int tiles, int c, int o) {
            return new Planes(tiles, c, o, Scratch.BLOCK.floats(POINTS * vStep(tiles, c)),
                    Scratch.PRODUCTS.floats(POINTS * zStep(tiles, o)));
        }

        private static int vStep(int tiles, int c) {
            return tiles * (c + ROW_PAD) + PAD;
        }

        private static int zStep(int tiles, int o) {
            return tiles * o + PAD;
        }

        /// Transforms tiles {@code [from, to)} of those that begin with {@code first}.
        void transform(WinogradTiles all, int first, int from, int to, float[] x, float[] dy) {
            float[] tile = Scratch.PATCHES.floats(POINTS * Math.max(c, o));
            float[] buffer = Winograd.buffer();
            for (int t = from; t < to; t++) {
                all.input(x, first + t, v, FIRST + t * (c + ROW_PAD), 1, vStep(tiles, c), tile, buffer);
                all.gradient(dy, first + t, COLUMNS, z, FIRST + t * COLUMNS, tiles * COLUMNS, zStep(tiles, o), tile, buffer);
            }
        }

        /// {@code q = s +} the product of point {@code p} over {@code count} tiles: rows {@code [i, i + rows)}, {@code panels} panels from
        /// {@code panel} on.
        void multiply(int p, int count, int i, int rows, int panel, int panels, float[] s, int s0, int sRow, float[] q, int q0,
                int qRow) {
            SimdPanels.multiply(rows, panels * COLUMNS, count, v, FIRST + p * vStep(tiles, c) + i, 1, c + ROW_PAD, z,
                    FIRST + p * zStep(tiles, o) + panel * tiles * COLUMNS, tiles * COLUMNS, s, s0, sRow, q, q0, qRow);
        }
    }

    private void byTiles(ConvGeometry g, WinogradTiles tiles, float[] x, float[] dy, float[] dw) {
        int c = g.c();
        int o = g.o();
        int parts = Math.clamp(tiles.count() / PART_TILES, 1, PARTS);
        int qStep = c * o + PAD;
        int size = POINTS * qStep;
        float[] q = Scratch.PARTIALS.floats(parts * size);
        workers.run(parts, part -> {
            Arrays.fill(q, FIRST + part * size, FIRST + (part + 1) * size, 0f);
            int end = (int) ((long) tiles.count() * (part + 1) / parts);
            for (int first = (int) ((long) tiles.count() * part / parts); first < end; first += BLOCK) {
                int count = Math.min(BLOCK, end - first);
                Planes planes = Planes.of(BLOCK, c, o);
                planes.transform(tiles, first, 0, count, x, dy);
                for (int p = 0; p < POINTS; p++) {
                    int at = FIRST + part * size + p * qStep;
                    planes.multiply(p, count, 0, c, 0, o / COLUMNS, q, at, o, q, at, o);
                }
            }
        });
        workers.run(c, i -> {
            float[] buffer = Winograd.buffer();
            for (int j = 0; j < o; j += FLOATS.length()) {
                int at = FIRST + i * o + j;
                for (int p = 0; parts > 1 && p < POINTS; p++) {
                    FloatVector s = FloatVector.fromArray(FLOATS, q, p * qStep + at);
                    for (int part = 1; part < parts; part++) {
                        s = s.add(FloatVector.fromArray(FLOATS, q, part * size + p * qStep + at));
                    }
                    s.intoArray(q, p * qStep + at);
                }
                Winograd.weightGradient(q, at, qStep, dw, i * o + j, c * o, buffer);
            }
        });
    }

    /// The gradient of some of the tiles, added to that of those before.
    private void byWeights(ConvGeometry g, WinogradTiles tiles, int first, int count, float[] x, float[] dy, float[] dw) {
        int c = g.c();
        int o = g.o();
        Planes planes = Planes.of(count, c, o);
        workers.stretches(count, 4, (from, to) -> planes.transform(tiles, first, from, to, x, dy));
        int across = (o + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
        int down = (c + BLOCK_ROWS - 1) / BLOCK_ROWS;
        float[] zeros = new float[BLOCK_COLUMNS];
        workers.run(across * down, task -> {
            int i0 = task / across * BLOCK_ROWS;
            int j0 = task % across * BLOCK_COLUMNS;
            int rows = Math.min(BLOCK_ROWS, c - i0);
            int columns = Math.min(BLOCK_COLUMNS, o - j0);
            int qStep = BLOCK_ROWS * BLOCK_COLUMNS + PAD;
            float[] q = Scratch.PARTIALS.floats(POINTS * qStep);
            for (int p = 0; p < POINTS; p++) {
                planes.multiply(p, count, i0, rows, j0 / COLUMNS, columns / COLUMNS, zeros, 0, 0, q, FIRST + p * qStep,
                        BLOCK_COLUMNS);
            }
            float[] buffer = Winograd.buffer();
            float[] taps = new float[9 * FLOATS.length()];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j += FLOATS.length()) {
                    Winograd.weightGradient(q, FIRST + i * BLOCK_COLUMNS + j, qStep, taps, 0, FLOATS.length(), buffer);
                    for (int tap = 0; tap < 9; tap++) {
                        int at = (tap * c + i0 + i) * o + j0 + j;
                        FloatVector d = FloatVector.fromArray(FLOATS, taps, tap * FLOATS.length());
                        (first == 0 ? d : d.add(FloatVector.fromArray(FLOATS, dw, at))).intoArray(dw, at);
                    }
                }
            }
        });
    }
}
