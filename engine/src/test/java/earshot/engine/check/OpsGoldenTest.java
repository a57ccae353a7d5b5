package earshot.engine.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.ops.BatchNorm;
import earshot.engine.ops.Conv1d;
import earshot.engine.ops.CrossEntropy;
import earshot.engine.ops.Targets;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every op against PyTorch's results and gradients. How the numbers were made, and the tolerances:
/// {@code src/golden/engine/README.md}.
class OpsGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "engine");
    private static final Set<String> ELEMENTWISE = Set.of("exp", "log", "sqrt", "relu", "neg", "add", "sub", "mul", "div",
            "abs", "pow", "tanh", "sigmoid", "silu", "gelu");

    static Stream<Arguments> cases() throws IOException {
        List<Backend> backends = List.of(Backends.create("reference", 1), Backends.create("cpu", 2));
        List<GoldenFile.Case> cases = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(GOLDEN, "ops*.safetensors")) {
            for (Path file : files) {
                cases.addAll(GoldenFile.read(file).cases());
            }
        }
        return cases.stream().flatMap(c -> backends.stream().map(b -> Arguments.of(c, b)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resultAndGradientsAreThoseOfPyTorch(GoldenFile.Case c, Backend backend) {
        try (var _ = Scope.open()) {
            Run run = new Run(c, backend);
            Tensor y = run.result();
            if (c.get("out/y").type().integer()) {
                assertArrayEquals(c.get("out/y").longs(), Arrays.stream(y.ints()).asLongStream().toArray(), c.name());
                return;
            }
            Layout layout = y.shape().rank() == run.images.axes() ? run.images : Layout.PLAIN;
            check(c, "out/y", StateDict.read(y, layout).doubles());
            TensorData cotangent = c.get("in/cotangent");
            y.backward(Tensor.of(backend, y.shape(), layout.fromTorch(cotangent.doubles(), cotangent.shape())));
            for (String name : c.role("grad").keySet()) {
                Tensor x = run.leaves.get(name);
                check(c, "grad/" + name, StateDict.read(x.gradient(), run.layouts.get(name)).doubles());
            }
            run.running.forEach((name, t) -> {
                if (c.has("out/" + name)) {
                    check(c, "out/" + name, t.doubles());
                }
            });
        }
    }

    private static void check(GoldenFile.Case c, String key, double[] got) {
        double[] expected = c.get(key).doubles();
        assertEquals(expected.length, got.length, key);
        double tolerance = c.name().equals("sdpa_large_scores") ? 3e-5 : c.name().contains("_norm_offset") ? 1e-5 : 5e-6;
        double error = GoldenFile.error(got, expected);
        assertTrue(error <= tolerance, c + ", " + key + ": error " + error + ", allowed " + tolerance);
        if (ELEMENTWISE.contains(c.op()) && key.equals("out/y")) {
            for (int i = 0; i < got.length; i++) {
                assertEquals(expected[i], got[i], 2e-6 * Math.abs(expected[i]) + 1e-7, c + ", element " + i);
            }
        }
    }

    /// One case being computed.
    private static final class Run {
        final GoldenFile.Case c;
        final Backend backend;
        final JsonNode attributes;
        final Map<String, Tensor> leaves = new HashMap<>();
        final Map<String, Layout> layouts = new HashMap<>();
        final Map<String, Tensor> running = new HashMap<>();
        /// How input and result are stored, if they are images or sequences to this op.
        final Layout images;

        Run(GoldenFile.Case c, Backend backend) {
            this.c = c;
            this.backend = backend;
            this.attributes = c.attributes();
            this.images = switch (c.op()) {
                case "conv2d", "max_pool2d", "avg_pool2d", "adaptive_avg_pool2d", "batch_norm" -> Layout.IMAGE;
                case "conv1d", "weight_norm_conv1d" -> Layout.SEQUENCE;
                default -> Layout.PLAIN;
            };
        }

        Tensor result() {
            return switch (c.op()) {
                case "exp" -> in("x").exp();
                case "log" -> in("x").log();
                case "sqrt" -> in("x").sqrt();
                case "relu" -> in("x").relu();
                case "neg" -> in("x").neg();
                case "add" -> in("a").add(in("b"));
                case "sub" -> in("a").sub(in("b"));
                case "mul" -> in("a").mul(in("b"));
                case "div" -> in("a").div(in("b"));
                case "matmul" -> in("a").matmul(in("b"), attributes.path("transpose_a").booleanValue(),
                        attributes.path("transpose_b").booleanValue());
                case "layer_norm", "group_norm", "scaled_dot_product_attention" -> NormOps.result(c, backend, this::in,
                        name -> param(name, Layout.PLAIN));
                case "linear" -> in("x").linear(param("weight", Layout.PLAIN), bias());
                case "conv2d" -> {
                    Tensor w = param("weight", Layout.CONV_WEIGHT);
                    yield leaf("x", "in/x", images).conv2d(w, bias(), window(w.shape().size(0), w.shape().size(1)),
                            attributes.path("groups").intValue());
                }
                case "conv1d" -> leaf("x", "in/x", images).conv1d(param("weight", Layout.CONV1D_WEIGHT), bias(), conv1d());
                case "weight_norm_conv1d" -> weightNorm();
                case "max_pool2d" -> leaf("x", "in/x", images).maxPool2d(window(ints("kernel")));
                case "avg_pool2d" -> leaf("x", "in/x", images).avgPool2d(window(ints("kernel")),
                        attributes.path("count_include_pad").booleanValue());
                case "adaptive_avg_pool2d" -> average(leaf("x", "in/x", images), ints("output_size"));
                case "batch_norm" -> batchNorm();
                case "softmax" -> in("x").softmax(attributes.path("dim").intValue());
                case "cross_entropy", "mixup_cross_entropy" -> crossEntropy();
                case "sum" -> keep() ? in("x").sumKeepingAxes(ints("dim")) : in("x").sum(ints("dim"));
                case "mean" -> keep() ? in("x").meanKeepingAxes(ints("dim")) : in("x").mean(ints("dim"));
                default -> ArrayOps.result(c, backend, this::in, name -> param(name, Layout.PLAIN));
            };
        }

        private Window window(int... k) {
            int[] stride = ints("stride");
            int[] pad = ints("padding");
            Window dense = new Window(k[0], k[1], stride[0], stride[1], pad[0], pad[1]);
            return attributes.has("dilation") ? dense.dilated(ints("dilation")[0], ints("dilation")[1]) : dense;
        }

        private Conv1d conv1d() {
            return new Conv1d(attributes.path("stride").asInt(1), attributes.path("padding").intValue(),
                    attributes.path("dilation").asInt(1), attributes.path("groups").intValue());
        }

        private Tensor weightNorm() {
            Tensor w = param("weight_v", Layout.CONV1D_WEIGHT).weightNorm(param("weight_g", Layout.CONV1D_WEIGHT), 1, 2);
            Tensor y = leaf("x", "in/x", images).conv1d(w, bias(), conv1d());
            return attributes.path("drop_last").booleanValue() ? withoutLastStep(y) : y;
        }

        /// As a product with the identity less its last row.
        private Tensor withoutLastStep(Tensor y) {
            int steps = y.shape().size(1);
            double[] rows = new double[(steps - 1) * steps];
            for (int i = 0; i < steps - 1; i++) {
                rows[i * steps + i] = 1;
            }
            return Tensor.of(backend, Shape.of(steps - 1, steps), rows).matmul(y);
        }

        private Tensor average(Tensor x, int[] size) {
            if (size[0] != 1 || size[1] != 1) {
                return x.adaptiveAvgPool2d(size[0], size[1]);
            }
            Tensor y = x.globalAvgPool();
            return y.reshape(y.shape().size(0), 1, 1, y.shape().size(1));
        }

        private Tensor batchNorm() {
            for (String name : List.of("running_mean", "running_var")) {
                running.put(name, Tensor.of(backend, c.get("buffer/" + name).shape(), c.get("buffer/" + name).floats()));
            }
            BatchNorm op = new BatchNorm(attributes.path("training").booleanValue(), attributes.path("momentum").doubleValue(),
                    attributes.path("eps").doubleValue(), running.get("running_mean"), running.get("running_var"));
            return Tape.apply(op, leaf("x", "in/x", images), param("weight", Layout.PLAIN), param("bias", Layout.PLAIN));
        }

        private Tensor crossEntropy() {
            double smoothing = attributes.path("label_smoothing").doubleValue();
            Tensor logits = in("logits");
            int classes = logits.shape().size(-1);
            Tensor target;
            if (c.has("in/target_a")) {
                target = Targets.mixed(backend, labels("target_a"), labels("target_b"), attributes.path("lambda").doubleValue(),
                        classes, smoothing);
            } else if (c.get("in/target").type().integer()) {
                target = Targets.of(backend, labels("target"), classes, smoothing);
            } else {
                target = Targets.smoothed(Tensor.of(backend, logits.shape(), c.get("in/target").floats()), smoothing);
            }
            Tensor rows = Tape.apply(new CrossEntropy(), logits, target);
            return switch (attributes.path("reduction").asString()) {
                case "none" -> rows;
                case "sum" -> rows.sum();
                default -> logits.crossEntropy(target);
            };
        }

        private Tensor in(String name) {
            return leaf(name, "in/" + name, Layout.PLAIN);
        }

        private Tensor param(String name, Layout layout) {
            return leaf(name, "param/" + name, layout);
        }

        private Tensor bias() {
            return c.has("param/bias") ? param("bias", Layout.PLAIN) : null;
        }

        private Tensor leaf(String name, String key, Layout layout) {
            TensorData data = c.get(key);
            Shape shape = layout.fromTorch(data.shape());
            layouts.put(name, layout);
            leaves.put(name, Tensor.of(backend, shape, layout.fromTorch(data.floats(), data.shape())).requireGradient());
            return leaves.get(name);
        }

        private boolean keep() {
            return attributes.path("keepdim").booleanValue();
        }

        private int[] labels(String name) {
            return Arrays.stream(c.get("in/" + name).longs()).mapToInt(Math::toIntExact).toArray();
        }

        private int[] ints(String attribute) {
            return attributes.path(attribute).valueStream().mapToInt(JsonNode::intValue).toArray();
        }
    }
}
