package earshot.kernels.attention;

import earshot.kernels.DeviceStorage;
import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Attention on a GPU, a block of queries or keys of a head to a work-group: {@code attention.cl}.
///
/// No two work-groups add to the same gradient, and so none need wait for another: gradients of queries, of keys and values, and of the
/// bias are three passes, each of which works out the scores again.
public final class GpuAttention implements AttentionKernels {
    private static final int SIDE = 32; // as in attention.cl
    private static final int DEPTH = 64;
    private static final int ITEMS = 8;
    private static final int ALL = 1 << 24;

    private final Gpu gpu;
    private final GpuCode code;

    public GpuAttention(Gpu gpu) {
        this.gpu = gpu;
        this.code = gpu.code("attention");
    }

    @Override
    public void forward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer) {
        code.run("attention_forward", blocks(g, g.t()), sizes(g), ints(g.q()), ints(g.k()), ints(g.v()), ints(g.y()),
                (float) g.scale(), dropout(g), grown(g), in.q(), in.k(), in.v(), in.bias(), in.padding(), y, normalizer);
    }

    @Override
    public void backward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer, Storage dy, Storage dq,
            Storage dk,
            Storage dv, Storage dbias) {
        int rows = g.batch() * g.heads() * g.t();
        gpu.withScratch(rows, deltas -> {
            code.run("attention_deltas", Grid.line(rows), rows, sizes(g), ints(g.y()), y, dy, deltas);
            code.run("attention_queries", blocks(g, g.t()), sizes(g), ints(g.q()), ints(g.k()), ints(g.v()), ints(g.y()),
                    (float) g.scale(), dropout(g), grown(g), in.q(), in.k(), in.v(), in.bias(), in.padding(), normalizer, deltas,
                    dy, dq);
            code.run("attention_keys", blocks(g, g.s()), sizes(g), ints(g.q()), ints(g.k()), ints(g.v()), ints(g.y()),
                    (float) g.scale(), dropout(g), grown(g), in.q(), in.k(), in.v(), in.bias(), in.padding(), normalizer, deltas,
                    dy, dk, dv);
            if (dbias != null) {
                bias(g, in, normalizer, deltas, dy, dbias);
            }
        });
    }

    private void bias(AttentionGeometry g, AttentionInputs in, Storage normalizer, DeviceStorage deltas, Storage dy,
            Storage dbias) {
        Grid tiles = new Grid(g.biasBatch() * g.biasHeads(), Grid.groups(g.t(), SIDE), Grid.groups(g.s(), SIDE), ITEMS, ITEMS, 1);
        code.run("attention_bias", tiles, g.batch(), sizes(g), ints(g.q()), ints(g.k()), ints(g.v()), ints(g.y()),
                (float) g.scale(), dropout(g), grown(g), in.q(), in.k(), in.v(), in.bias(), in.padding(), normalizer, deltas, dy,
                dbias);
    }

    /// Work-groups for the blocks of {@code rows} rows of all heads.
    private static Grid blocks(AttentionGeometry g, int rows) {
        return new Grid(g.batch() * g.heads(), Grid.groups(rows, SIDE), Grid.groups(g.d(), DEPTH), ITEMS, ITEMS, 1);
    }

    private static int[] sizes(AttentionGeometry g) {
        return new int[]{g.heads(), g.t(), g.s(), g.d(), g.biasBatch(), g.biasHeads()};
    }

    private static int[] ints(HeadRows rows) {
        return new int[]{rows.offset(), rows.batch(), rows.head(), rows.row()};
    }

    /// What the upper 24 bits of a random word must be below for a weight to be kept, then seed and stream, low words first.
    private static int[] dropout(AttentionGeometry g) {
        AttentionDropout d = g.dropout();
        return new int[]{(int) Math.ceil((1 - d.p()) * ALL), (int) d.seed(), (int) (d.seed() >>> 32), (int) d.stream(),
                (int) (d.stream() >>> 32)};
    }

    /// The factor of weights that are kept.
    private static float grown(AttentionGeometry g) {
        return (float) (1 / (1 - g.dropout().p()));
    }
}
