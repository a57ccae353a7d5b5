package earshot.engine.check;

import earshot.engine.Tensor;
import earshot.engine.files.TensorData;
import earshot.engine.ops.Pad;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Computes golden cases whose tensors have PyTorch's layout: activations, reductions, movement, choices and losses.
final class ArrayOps {

    private ArrayOps() {
    }

    /// @param in an input by its name, as a leaf of the graph
    /// @param param a weight by its name
    static Tensor result(GoldenFile.Case c, Backend backend, Function<String, Tensor> in, Function<String, Tensor> param) {
        JsonNode attributes = c.attributes();
        int dim = attributes.path("dim").asInt(0);
        return switch (c.op()) {
            case "abs" -> in.apply("x").abs();
            case "tanh" -> in.apply("x").tanh();
            case "sigmoid" -> in.apply("x").sigmoid();
            case "silu" -> in.apply("x").silu();
            case "gelu" ->
                attributes.path("approximate").asString().equals("tanh") ? in.apply("x").geluTanh() : in.apply("x").gelu();
            case "pow" -> in.apply("x").pow(attributes.path("exponent").doubleValue());
            case "max" -> keep(c) ? in.apply("x").maxKeepingAxes(ints(c, "dim")) : in.apply("x").max(ints(c, "dim"));
            case "var" -> {
                boolean unbiased = attributes.path("unbiased").booleanValue();
                yield keep(c)
                        ? in.apply("x").varKeepingAxes(unbiased, ints(c, "dim"))
                        : in.apply("x").var(unbiased, ints(c, "dim"));
            }
            case "argmax" -> in.apply("x").argMax(dim);
            case "l2_normalize" -> in.apply("x").l2Normalize(dim, attributes.path("eps").doubleValue());
            case "log_softmax" -> in.apply("x").logSoftmax(dim);
            case "bce_with_logits" -> in.apply("logits").binaryCrossEntropy(in.apply("target").detach());
            case "nt_xent" -> in.apply("z1").ntXent(in.apply("z2"), attributes.path("temperature").doubleValue());
            case "concat" -> in.apply("a").concat(dim, in.apply("b"), in.apply("c"));
            case "slice" -> in.apply("x").slice(ints(c, "start"), ints(c, "end"), ints(c, "step"));
            case "permute" -> in.apply("x").permute(ints(c, "dims"));
            case "pad" -> pad(c, in.apply("x"));
            case "gather" -> in.apply("x").gather(dim, index(c, backend));
            case "embedding" -> param.apply("weight").embedding(index(c, backend));
            default -> throw new AssertionError("no op is known for " + c.op());
        };
    }

    private static Tensor pad(GoldenFile.Case c, Tensor x) {
        JsonNode pads = c.attributes().path("pads");
        int[] before = pads.valueStream().mapToInt(p -> p.get(0).intValue()).toArray();
        int[] after = pads.valueStream().mapToInt(p -> p.get(1).intValue()).toArray();
        Pad.Mode mode = Pad.Mode.valueOf(c.attributes().path("mode").asString().toUpperCase(Locale.ROOT));
        return x.pad(mode, before, after, c.attributes().path("value").doubleValue());
    }

    private static Tensor index(GoldenFile.Case c, Backend backend) {
        TensorData index = c.get("in/index");
        return Tensor.ofInts(backend, index.shape(), Arrays.stream(index.longs()).mapToInt(Math::toIntExact).toArray());
    }

    private static boolean keep(GoldenFile.Case c) {
        return c.attributes().path("keepdim").booleanValue();
    }

    private static int[] ints(GoldenFile.Case c, String attribute) {
        return c.attributes().path(attribute).valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
