package earshot.kernels.conv;

import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Lines;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// The gradient of the weight as a product of gathered patches: {@code dw = patches(x)ᵀ · dy}.
///
/// The sum runs over all output pixels, many more than there are weights in the early layers and about as many in the late
/// ones. So tasks cut the weights into chunks of rows and, where that gives too few, the pixels into parts, whose partial sums
/// are added up at the end. How it is cut depends on the geometry alone, so results do not depend on the number of threads.
final class SimdProductConvWeight {
    /// Most rows of {@code dw} in a chunk.
    private static final int CHUNK = 384;
    /// Pixels taken at a time: with 256, sums are put down and taken up again twice as often, which costs up to a tenth of the speed.
    private static final int BLOCK_ROWS = 512;
    /// Fewest pixels of a part: twice as many leave the last layers of EfficientNet one task, 87 GFLOP/s on two threads instead of 110 to 135
    /// (192 to 1152 channels, 448 pixels).
    private static final int PART_ROWS = 128;
    /// Tasks to aim for.
    private static final int TASKS = 16;

    private final Workers workers;

    SimdProductConvWeight(Workers workers) {
        this.workers = workers;
    }

    void backwardWeight(ConvGeometry g, float[] x, float[] dy, float[] dw) {
        for (int group = 0; group < g.groups(); group++) {
            backwardWeight(g, group, x, dy, dw);
        }
    }

    private void backwardWeight(ConvGeometry g, int group, float[] x, float[] dy, float[] dw) {
        SimdPatches patches = SimdPatches.of(g, group);
        int m = g.n() * g.outH() * g.outW();
        int o = g.groupO();
        int k = patches.width();
        int chunks = (k + CHUNK - 1) / CHUNK;
        int chunk = (k + chunks - 1) / chunks;
        int parts = Math.clamp(m / PART_ROWS, 1, (TASKS + chunks - 1) / chunks);
        int row = SimdPanels.padded(o);
        int size = k * row;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(parts, size));
        workers.run(parts * chunks, task -> {
            int part = task / chunks;
            int k0 = task % chunks * chunk;
            int k1 = Math.min(k, k0 + chunk);
            int from = (int) ((long) m * part / parts);
            int to = (int) ((long) m * (part + 1) / parts);
            int at = FIRST + part * size + k0 * row;
            Arrays.fill(partials, at, at + (k1 - k0) * row, 0f);
            accumulate(patches, o, x, dy, group * o, g.o(), from, to, k0, k1, partials, at);
        });
        sum(partials, parts, k, o, dw, group * o, g.o());
    }

    /// Rows {@code [k0, k1)} of the product over pixels {@code [from, to)}, added to {@code y} at {@code y0}. The group's {@code o}
    /// channels of {@code dy} begin at {@code dy0}, pixels stand {@code dyRow} apart.
    private static void accumulate(SimdPatches patches, int o, float[] x, float[] dy, int dy0, int dyRow, int from, int to,
            int k0,
            int k1, float[] y, int y0) {
        for (int row0 = from; row0 < to; row0 += BLOCK_ROWS) {
            int rows = Math.min(BLOCK_ROWS, to - row0);
            float[] a = x;
            int a0 = row0 * patches.pixel() + patches.first() + k0;
            int aStep = patches.pixel();
            if (!patches.pointwise()) {
                aStep = k1 - k0 + FLOATS.length();
                a = Scratch.PATCHES.floats(rows * aStep);
                a0 = 0;
                patches.gather(x, row0, rows, k0, k1, a, aStep);
            }
            if (patches.pointwise() && k1 - k0 == patches.pixel()) {
                Lines.fetch(x, a0, rows * aStep);
            }
            if (o == dyRow) {
                Lines.fetch(dy, row0 * dyRow, rows * dyRow);
            }
            int yRow = SimdPanels.padded(o);
            int panel = rows * SimdTile.COLUMNS;
            float[] b = Scratch.THREAD_PANELS.floats(SimdPanels.size(rows, o));
            for (int p = 0; p < SimdPanels.count(o); p++) {
                SimdPanels.pack(p, rows, o, dy, row0 * dyRow + dy0, dyRow, b, FIRST + p * panel);
            }
            SimdPanels.multiply(k1 - k0, Math.ceilDiv(o, FLOATS.length()) * FLOATS.length(), rows, a, a0, 1, aStep, b, FIRST,
                    panel,
                    y,
                    y0, yRow, y, y0, yRow);
        }
    }

    /// Adds up the parts, whose rows are padded to whole panels, in a fixed order.
    private void sum(float[] partials, int parts, int k, int o, float[] y, int y0, int yRow) {
        int row = SimdPanels.padded(o);
        workers.stretches(k, 64, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < o; j += FLOATS.length()) {
                    FloatVector s = FloatVector.fromArray(FLOATS, partials, FIRST + i * row + j);
                    for (int p = 1; p < parts; p++) {
                        s = s.add(FloatVector.fromArray(FLOATS, partials, FIRST + (p * k + i) * row + j));
                    }
                    s.intoArray(y, y0 + i * yRow + j, FLOATS.indexInRange(j, o));
                }
            }
        });
    }
}
