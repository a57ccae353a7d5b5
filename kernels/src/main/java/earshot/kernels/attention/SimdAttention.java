package earshot.kernels.attention;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.random.SimdPhilox;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

import static earshot.kernels.simd.Scratch.FIRST;

/// Attention out of packed, register-tiled products: keys and values of all heads are packed once, then each task takes a block
/// of a head's queries through both products and the softmax between them, which all stay in the cache.
public final class SimdAttention implements AttentionKernels {
    private final Workers workers;

    public SimdAttention(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void forward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer) {
        float[] qv = FloatStorage.of(in.q());
        float[] kv = FloatStorage.of(in.k());
        float[] vv = FloatStorage.of(in.v());
        float[] yv = FloatStorage.of(y);
        float[] norms = FloatStorage.of(normalizer);
        SimdScores scores = new SimdScores(g, in.bias(), in.padding());
        int heads = g.batch() * g.heads();
        int keys = SimdHeads.transposedSize(g);
        int size = keys + SimdHeads.size(g);
        float[] panels = Scratch.PANELS.floats(Math.multiplyExact(heads, size));
        workers.run(2 * heads, task -> {
            int b = task / 2 / g.heads();
            int h = task / 2 % g.heads();
            if (task % 2 == 0) {
                SimdHeads.packTransposed(g, kv, g.k(), b, h, panels, FIRST + task / 2 * size);
            } else {
                SimdHeads.pack(g, vv, g.v(), b, h, 0, g.s(), panels, FIRST + task / 2 * size + keys);
            }
        });
        int rows = SimdHeads.blockRows(g);
        int blocks = SimdHeads.blocks(g);
        workers.run(heads * blocks, task -> {
            int head = task / blocks;
            int from = task % blocks * rows;
            int count = Math.min(rows, g.t() - from);
            float[] result = Scratch.PATCHES.floats(rows * SimdPanels.padded(g.d()));
            block(g, scores, head, from, count, qv, panels, FIRST + head * size, FIRST + head * size + keys, result, norms);
            int y0 = g.y().start(head / g.heads(), head % g.heads()) + from * g.y().row();
            for (int r = 0; r < count; r++) {
                SimdScores.scaled(norms[2 * (head * g.t() + from + r) + 1], result, FIRST + r * SimdPanels.padded(g.d()), yv,
                        y0 + r * g.y().row(), g.d());
            }
        });
    }

    /// A block of queries: its rows of {@code normalizer}, and its results still without the division by the sums.
    private static void block(AttentionGeometry g, SimdScores scores, int head, int from, int count, float[] q, float[] panels,
            int keys0, int values0, float[] result, float[] norms) {
        int b = head / g.heads();
        int h = head % g.heads();
        int width = SimdPanels.padded(g.s());
        float[] x = Scratch.BLOCK.floats(count * width);
        float[] buffer = new float[Math.max(width, SimdPanels.padded(g.d()))];
        SimdHeads.product(count, g.s(), g.d(), q, g.q().start(b, h) + from * g.q().row(), g.q().row(), 1, panels, keys0, buffer,
                x, FIRST);
        SimdPhilox philox = new SimdPhilox((g.s() + 3) / 4);
        for (int r = 0; r < count; r++) {
            int row = head * g.t() + from + r;
            float max = scores.scores(b, h, from + r, x, FIRST + r * width);
            float sum = scores.exponentials(max, x, FIRST + r * width, buffer);
            norms[2 * row] = max;
            norms[2 * row + 1] = sum == 0 ? 0 : 1 / sum;
            if (g.dropout().p() > 0) {
                g.dropout().factors(row, g.s(), philox, buffer);
                scores.multiply(buffer, x, FIRST + r * width);
            }
        }
        Arrays.fill(buffer, 0f);
        SimdHeads.product(count, g.d(), g.s(), x, FIRST, width, 1, panels, values0, buffer, result, FIRST);
    }

    @Override
    public void backward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer, Storage dy, Storage dq,
            Storage dk,
            Storage dv, Storage dbias) {
        new SimdAttentionBackward(g, in, y, normalizer, dy, dq, dk, dv, dbias).run(workers);
    }
}
