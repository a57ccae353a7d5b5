package earshot.kernels.conv;

import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The gradient of 3×3 weights by Winograd's minimal filtering: 36 products {@code V[p]ᵀ · Z[p]}, of the input's transformed
/// tiles and the output gradient's, summed over all tiles.
///
/// Tiles go in chunks that stay in the last-level cache. Within a chunk all tiles are transformed, then each point's product is
/// one task, so its sum over tiles has one order whatever the number of threads.
final class SimdWinogradWeight {
    /// Numbers that a chunk's transformed tiles may take: about half of a last-level cache.
    private static final int CHUNK = 1 << 22;
    /// Tiles that a task transforms, and that a product runs over at a time.
    private static final int BLOCK = 128;

    private final Workers workers;

    SimdWinogradWeight(Workers workers) {
        this.workers = workers;
    }

    void backwardWeight(ConvGeometry g, float[] x, float[] dy, float[] dw) {
        SimdPatches in = SimdWinograd.inputTiles(g);
        // The same tiles of the output: 4×4 pixels every 4, without padding.
        SimdPatches out = SimdPatches.of(new SimdPatches.Axis(g.outH(), in.rows().out(), Winograd.OUT, Winograd.OUT, 0, 1),
                new SimdPatches.Axis(g.outW(), in.columns().out(), Winograd.OUT, Winograd.OUT, 0, 1), g.o());
        int all = g.n() * in.outPixels();
        int c = g.c();
        int o = g.o();
        int chunk = Math.min(all, Math.max(BLOCK, CHUNK / (Winograd.POINTS * (c + o))));
        int vStep = chunk * c + SimdWinograd.PAD;
        int zStep = chunk * o + SimdWinograd.PAD;
        int qStep = c * o + SimdWinograd.PAD;
        float[] v = Scratch.BLOCK.floats(Winograd.POINTS * vStep);
        float[] z = Scratch.PANELS.floats(Winograd.POINTS * zStep);
        float[] q = Scratch.PARTIALS.floats(Winograd.POINTS * qStep);
        workers.run(Winograd.POINTS, p -> Arrays.fill(q, p * qStep, p * qStep + c * o, 0f));
        for (int first = 0; first < all; first += chunk) {
            int from = first;
            int count = Math.min(chunk, all - first);
            workers.stretches(count, 8, (t0, t1) -> {
                float[] tile = Scratch.PATCHES.floats(Winograd.POINTS * Math.max(c, o));
                float[] buffer = Winograd.buffer();
                for (int t = t0; t < t1; t++) {
                    in.gather(x, from + t, 1, 0, in.width(), tile);
                    Winograd.input(c, tile, 0, v, t * c, vStep, buffer);
                    out.gather(dy, from + t, 1, 0, out.width(), tile);
                    for (int panel = 0; panel < o; panel += SimdTile.COLUMNS) {
                        Winograd.gradient(o, panel, panel + SimdTile.COLUMNS, tile, 0, z,
                                panel * count + t * SimdTile.COLUMNS, zStep, buffer);
                    }
                }
            });
            workers.run(Winograd.POINTS, p -> {
                for (int t = 0; t < count; t += BLOCK) {
                    SimdPanels.multiply(c, o / SimdTile.COLUMNS, Math.min(BLOCK, count - t), v, p * vStep + t * c, 1, c, z,
                            p * zStep + t * SimdTile.COLUMNS, count * SimdTile.COLUMNS, q, p * qStep, o);
                }
            });
        }
        workers.run(c, i -> {
            float[] buffer = Winograd.buffer();
            for (int j = 0; j < o; j += FLOATS.length()) {
                Winograd.weightGradient(q, i * o + j, qStep, dw, i * o + j, c * o, buffer);
            }
        });
    }
}
