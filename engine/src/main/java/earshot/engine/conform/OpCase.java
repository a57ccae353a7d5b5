package earshot.engine.conform;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// One case of an op while it is computed: its operands as leaves of a graph, its attributes, and what an adapter leaves behind.
final class OpCase {

    /// A leaf and how its axes are ordered.
    record Operand(Tensor tensor, Layout layout) {
    }

    private final GoldenFile.Case golden;
    private final Backend backend;
    private final Map<String, Operand> operands = new HashMap<>();
    private final Map<String, Tensor> running = new HashMap<>();
    private Layout layout = Layout.PLAIN;

    OpCase(GoldenFile.Case golden, Backend backend) {
        this.golden = golden;
        this.backend = backend;
    }

    GoldenFile.Case golden() {
        return golden;
    }

    Backend backend() {
        return backend;
    }

    /// All leaves that were asked for, by name.
    Map<String, Operand> operands() {
        return operands;
    }

    /// Running statistics, which the op changes.
    Map<String, Tensor> running() {
        return running;
    }

    /// How the result's axes are ordered.
    Layout layout() {
        return layout;
    }

    // Operands

    /// An input in PyTorch's order.
    Tensor in(String name) {
        return leaf(name, "in/" + name, Layout.PLAIN);
    }

    /// The input x of an op whose input and result are both stored in a layout.
    Tensor x(Layout stored) {
        layout = stored;
        return leaf("x", "in/x", stored);
    }

    /// Names of all operands that are inputs: {@code a}, {@code b}, …
    List<String> inputs() {
        return golden.role("in").keySet().stream().filter(name -> !name.equals("cotangent"))
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder())).toList();
    }

    /// A weight.
    Tensor param(String name, Layout stored) {
        return leaf(name, "param/" + name, stored);
    }

    /// The bias, or null if there is none.
    Tensor bias() {
        return has("param/bias") ? param("bias", Layout.PLAIN) : null;
    }

    /// A weight of a norm, or what leaves the result as it is.
    Tensor param(String name, Shape shape, double otherwise) {
        return has("param/" + name) ? param(name, Layout.PLAIN) : Tensor.full(backend, shape, otherwise);
    }

    /// A running statistic, or what a fresh one holds.
    Tensor running(String name, Shape shape, double otherwise) {
        Tensor t = has("buffer/" + name) ? constant("buffer/" + name) : Tensor.full(backend, shape, otherwise);
        running.put(name, t);
        return t;
    }

    /// Values without a gradient.
    Tensor constant(String key) {
        TensorData data = golden.get(key);
        return Tensor.of(backend, data.shape(), data.doubles());
    }

    /// Integers that choose something.
    Tensor index(String name) {
        return Tensor.ofInts(backend, golden.get("in/" + name).shape(), labels(name));
    }

    /// Integers of an input.
    int[] labels(String name) {
        return Arrays.stream(golden.get("in/" + name).longs()).mapToInt(Math::toIntExact).toArray();
    }

    boolean has(String key) {
        return golden.has(key);
    }

    private Tensor leaf(String name, String key, Layout stored) {
        TensorData data = golden.get(key);
        Tensor t = Tensor.of(backend, stored.fromTorch(data.shape()), stored.fromTorch(data.doubles(), data.shape()))
                .requireGradient();
        operands.put(name, new Operand(t, stored));
        return t;
    }

    /// Runs on {@code [N, C, …]} in PyTorch's order what needs the channels last.
    static Tensor channelsLast(Tensor x, UnaryOperator<Tensor> f) {
        int rank = x.shape().rank();
        if (rank < 3) {
            return f.apply(x);
        }
        int[] there = IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray();
        int[] back = IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
        return f.apply(x.permute(there)).permute(back);
    }

    // Attributes

    JsonNode attribute(String name) {
        return golden.attributes().path(name);
    }

    boolean flag(String name) {
        return attribute(name).asBoolean(false);
    }

    double number(String name, double otherwise) {
        return attribute(name).asDouble(otherwise);
    }

    String text(String name, String otherwise) {
        return attribute(name).asString(otherwise);
    }

    /// One integer; of a list its only element.
    int integer(String name, int otherwise) {
        int[] all = ints(name);
        if (all.length > 1) {
            throw new IllegalArgumentException(
                    golden.op() + ": " + name + " is expected to be one number, got " + attribute(name));
        }
        return all.length == 0 ? otherwise : all[0];
    }

    /// All integers of a list, or a single one; none if there is no such attribute.
    int[] ints(String name) {
        JsonNode node = attribute(name);
        if (node.isMissingNode() || node.isNull()) {
            return new int[0];
        }
        List<JsonNode> nodes = node.isArray() ? node.valueStream().toList() : List.of(node);
        if (!nodes.stream().allMatch(JsonNode::isIntegralNumber)) {
            throw new IllegalArgumentException(golden.op() + ": " + name + " is expected to be whole numbers, got " + node);
        }
        return nodes.stream().mapToInt(JsonNode::intValue).toArray();
    }

    /// Rows and columns; one number serves both.
    int[] pair(String name, int... otherwise) {
        int[] all = ints(name);
        return all.length == 0 ? otherwise : all.length == 1 ? new int[]{all[0], all[0]} : all;
    }
}
