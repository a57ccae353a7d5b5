package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Attention;
import earshot.engine.ops.BatchNorm;
import earshot.engine.ops.GroupNorm;
import earshot.engine.ops.Heads;
import earshot.engine.ops.LayerNorm;
import earshot.kernels.attention.AttentionDropout;
import java.util.Map;
import java.util.function.Function;

/// Norms, softmax and attention.
final class NormOps {
    private static final double EPS = 1e-5;

    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("batch_norm", NormOps::batchNorm),
            entry("layer_norm", NormOps::layerNorm),
            entry("group_norm", NormOps::groupNorm),
            entry("l2_normalize", c -> c.in("x").l2Normalize(c.integer("dim", 1), c.number("eps", 1e-12))),
            entry("softmax", c -> c.in("x").softmax(c.integer("dim", -1))),
            entry("log_softmax", c -> c.in("x").logSoftmax(c.integer("dim", -1))),
            entry("scaled_dot_product_attention", NormOps::attention));

    private NormOps() {
    }

    private static Tensor batchNorm(OpCase c) {
        Tensor x = c.in("x");
        Shape channels = Shape.of(x.shape().size(1));
        BatchNorm op = new BatchNorm(c.flag("training"), c.number("momentum", 0.1), c.number("eps", EPS),
                c.running("running_mean", channels, 0), c.running("running_var", channels, 1));
        Tensor w = c.param("weight", channels, 1);
        Tensor b = c.param("bias", channels, 0);
        return OpCase.channelsLast(x, rows -> Tape.apply(op, rows, w, b));
    }

    private static Tensor layerNorm(OpCase c) {
        Shape normalized = Shape.of(c.ints("normalized_shape"));
        return Tape.apply(new LayerNorm(normalized, c.number("eps", EPS)), c.in("x"), c.param("weight", normalized, 1),
                c.param("bias", normalized, 0));
    }

    private static Tensor groupNorm(OpCase c) {
        Tensor x = c.in("x");
        Shape channels = Shape.of(x.shape().size(1));
        GroupNorm op = new GroupNorm(c.integer("num_groups", 1), c.number("eps", EPS));
        Tensor w = c.param("weight", channels, 1);
        Tensor b = c.param("bias", channels, 0);
        return OpCase.channelsLast(x, rows -> Tape.apply(op, rows, w, b));
    }

    private static Tensor attention(OpCase c) {
        Tensor q = c.in("q");
        Tensor k = c.in("k");
        Tensor v = c.in("v");
        Tensor padding = c.has("in/key_padding_mask") ? c.constant("in/key_padding_mask") : null;
        double scale = c.number("scale", 1 / Math.sqrt(q.shape().size(-1)));
        Attention op = new Attention(new Heads.Apart(), scale, padding, AttentionDropout.NONE);
        return c.has("in/bias") ? Tape.apply(op, q, k, v, bias(c, q, k)) : Tape.apply(op, q, k, v);
    }

    /// The bias with an entry for each query and key, and four axes.
    private static Tensor bias(OpCase c, Tensor q, Tensor k) {
        Tensor bias = c.in("bias");
        int queries = q.shape().size(2);
        int keys = k.shape().size(2);
        Shape b = bias.shape();
        if (b.rank() == 4 && b.size(2) == queries && b.size(3) == keys) {
            return bias;
        }
        return bias.add(Tensor.full(c.backend(), Shape.of(1, 1, queries, keys), 0));
    }
}
