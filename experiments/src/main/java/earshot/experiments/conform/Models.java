package earshot.experiments.conform;

import static java.util.Map.entry;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Family;
import earshot.engine.conform.GoldenFamily;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.ops.Targets;
import earshot.kernels.Backend;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The family {@code models}: one training step and inference of whole networks, in every detail.
final class Models {
    static final double RESULT = 2e-5;
    static final double GRADIENT = 1e-4;

    private Models() {
    }

    static Family family() {
        return new GoldenFamily("models", Map.ofEntries(
                entry("resnet34", Models::classifier),
                entry("efficientnet_b0", Models::classifier),
                entry("transformer_encoder", Transformers::run)));
    }

    private static void classifier(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        Module model = Networks.build(c.op(), c.attributes(), s.backend());
        load(model, s.named(c, "state"));
        GoldenFile.Case inputs = s.named(c, "inputs");
        switch (c.attributes().path("mode").asString()) {
            case "train" -> train(model, c, inputs, s.backend(), comparison);
            case "eval" -> {
                model.eval();
                try (var _ = Scope.open(); var _ = Gradients.off()) {
                    Tensor logits = model.apply(images(s.backend(), inputs.get("in/x")));
                    comparison.close("out/logits", c.get("out/logits"), StateDict.read(logits, Layout.PLAIN), RESULT);
                }
            }
            default -> throw new IllegalArgumentException(c.op() + ": expected mode train or eval, got "
                    + c.attributes().path("mode"));
        }
        model.release();
    }

    private static void train(Module model, GoldenFile.Case c, GoldenFile.Case inputs, Backend backend,
            Comparison comparison) {
        JsonNode norms = c.attributes().path("grad_norms");
        try (var _ = Scope.open()) {
            Tensor x = images(backend, inputs.get("in/x")).requireGradient();
            Tensor logits = model.apply(x).keep();
            Tensor loss = loss(c.attributes(), logits, labels(inputs)).keep();
            loss.backward();
            comparison.close("out/logits", c.get("out/logits"), StateDict.read(logits, Layout.PLAIN), RESULT);
            comparison.close("out/loss", c.get("out/loss"), StateDict.read(loss, Layout.PLAIN), RESULT);
            gradient("x", StateDict.read(x.gradient(), Layout.IMAGE), c, norms, comparison);
        }
        Map<String, Parameter> parameters = model.parameters();
        parameters.forEach((name, p) -> gradient(name, StateDict.read(p.gradient(), p.layout()), c, norms, comparison));
        for (String name : norms.propertyNames()) {
            if (!name.equals("x") && !parameters.containsKey(name)) {
                comparison.fail("norm of grad/" + name + ": expected " + norms.path(name) + ", got no such parameter");
            }
        }
        state("", model, c, RESULT, comparison);
    }

    /// Compares a gradient, or its norm, or both, with what a case has of them.
    static void gradient(String name, TensorData got, GoldenFile.Case c, JsonNode norms, Comparison comparison) {
        if (c.has("grad/" + name)) {
            comparison.close("grad/" + name, c.get("grad/" + name), got, GRADIENT);
        }
        if (norms.has(name)) {
            double norm = Math.sqrt(Arrays.stream(got.doubles()).map(v -> v * v).sum());
            comparison.close("norm of grad/" + name, norms.path(name).doubleValue(), norm, GRADIENT);
        }
    }

    /// Compares all state of a network that a case has as results under a prefix.
    static void state(String prefix, Module model, GoldenFile.Case c, double tolerance, Comparison comparison) {
        StateDict.of(model).forEach((name, got) -> {
            String key = "out/" + prefix + name;
            if (c.has(key)) {
                comparison.close(key, c.get(key), got, got.type().integer() ? 0 : tolerance);
            }
        });
    }

    /// The loss that attributes describe.
    ///
    /// @throws IllegalArgumentException if it is not known
    static Tensor loss(JsonNode a, Tensor logits, int... labels) {
        String name = a.path("loss").asString();
        if (!name.equals("cross_entropy")) {
            throw new IllegalArgumentException("loss: expected cross_entropy, got " + name);
        }
        return logits.crossEntropy(Targets.of(logits.backend(), labels, logits.shape().size(-1),
                a.path("label_smoothing").asDouble(0)));
    }

    /// Loads weights and buffers of a case.
    static void load(Module model, GoldenFile.Case c) {
        Map<String, TensorData> state = new LinkedHashMap<>(c.role("param"));
        state.putAll(c.role("buffer"));
        StateDict.load(model, state);
    }

    /// Images as they are stored here.
    static Tensor images(Backend backend, TensorData nchw) {
        return Tensor.of(backend, Layout.IMAGE.fromTorch(nchw.shape()), Layout.IMAGE.fromTorch(nchw.doubles(), nchw.shape()));
    }

    static int[] labels(GoldenFile.Case c) {
        return Arrays.stream(c.get("in/target").longs()).mapToInt(Math::toIntExact).toArray();
    }

    /// A tensor in PyTorch's order.
    static Tensor plain(Backend backend, TensorData data) {
        Shape shape = data.shape();
        return Tensor.of(backend, shape, data.doubles());
    }
}
