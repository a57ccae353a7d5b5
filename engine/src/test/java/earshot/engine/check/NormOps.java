package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Attention;
import earshot.engine.ops.GroupNorm;
import earshot.engine.ops.Heads;
import earshot.engine.ops.LayerNorm;
import earshot.kernels.Backend;
import earshot.kernels.attention.AttentionDropout;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The golden cases of layer norm, group norm and attention.
final class NormOps {

    private NormOps() {
    }

    /// The result of a case.
    ///
    /// @param in makes an input of the case a leaf
    /// @param param makes a parameter of the case a leaf
    static Tensor result(GoldenFile.Case c, Backend backend, Function<String, Tensor> in, Function<String, Tensor> param) {
        double eps = c.attributes().path("eps").asDouble(0);
        return switch (c.op()) {
            case "layer_norm" -> {
                int[] sizes = c.attributes().path("normalized_shape").valueStream().mapToInt(JsonNode::intValue).toArray();
                yield Tape.apply(new LayerNorm(Shape.of(sizes), eps), in.apply("x"), param.apply("weight"), param.apply("bias"));
            }
            case "group_norm" -> channelsLast(in.apply("x"),
                    x -> Tape.apply(new GroupNorm(c.attributes().path("num_groups").intValue(), eps), x, param.apply("weight"),
                            param.apply("bias")));
            case "scaled_dot_product_attention" -> attention(c, backend, in);
            default -> throw new AssertionError("no op is known for " + c.op());
        };
    }

    /// Runs on {@code [N, C, …]} what needs the channels last.
    private static Tensor channelsLast(Tensor x, UnaryOperator<Tensor> f) {
        int rank = x.shape().rank();
        int[] there = IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray();
        int[] back = IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
        return f.apply(x.permute(there)).permute(back);
    }

    private static Tensor attention(GoldenFile.Case c, Backend backend, Function<String, Tensor> in) {
        Tensor padding = null;
        if (c.has("in/key_padding_mask")) {
            padding = Tensor.of(backend, c.get("in/key_padding_mask").shape(),
                    Arrays.stream(c.get("in/key_padding_mask").longs()).asDoubleStream().toArray());
        }
        Attention op = new Attention(new Heads.Apart(), c.attributes().path("scale").doubleValue(), padding,
                AttentionDropout.NONE);
        return c.has("in/bias")
                ? Tape.apply(op, in.apply("q"), in.apply("k"), in.apply("v"), in.apply("bias"))
                : Tape.apply(op, in.apply("q"), in.apply("k"), in.apply("v"));
    }
}
