package earshot.experiments.conform;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.engine.nn.TransformerEncoderLayer;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.Activation;
import java.io.IOException;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// Cases of a Transformer's encoder: results and gradients while it trains, and the same results in inference.
final class Transformers {

    private Transformers() {
    }

    static void run(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        TransformerEncoder model = model(c.attributes(), s.backend());
        Models.load(model, s.named(c, "state"));
        GoldenFile.Case inputs = s.named(c, "inputs");
        try (var _ = Scope.open()) {
            Tensor x = Models.plain(s.backend(), inputs.get("in/x")).requireGradient();
            Tensor y = model.apply(x, padding(s.backend(), inputs)).keep();
            comparison.close("out/y", c.get("out/y"), unpadded(inputs, y), Models.RESULT);
            if (inputs.has("in/cotangent")) {
                y.backward(Models.plain(s.backend(), inputs.get("in/cotangent")));
                compare("x", StateDict.read(x.gradient(), Layout.PLAIN), c, comparison);
            }
        }
        if (inputs.has("in/cotangent")) {
            model.parameters().forEach((name, p) -> compare(name, StateDict.read(p.gradient(), p.layout()), c, comparison));
        }
        model.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor y = model.apply(Models.plain(s.backend(), inputs.get("in/x")), padding(s.backend(), inputs));
            comparison.close("out/y", c.get("out/y"), unpadded(inputs, y), Models.RESULT);
        }
        model.release();
    }

    private static void compare(String name, TensorData got, GoldenFile.Case c, Comparison comparison) {
        if (c.has("grad/" + name)) {
            comparison.close("grad/" + name, c.get("grad/" + name), got, Models.GRADIENT);
        }
    }

    private static TransformerEncoder model(JsonNode a, Backend backend) {
        TransformerEncoderLayer.Config config = new TransformerEncoderLayer.Config(a.path("d_model").intValue(),
                a.path("heads").intValue(), a.path("ffn").intValue(), 0, activation(a.path("activation").asString()),
                preNorm(a.path("norm").asString()), a.path("eps").asDouble(1e-5));
        return new TransformerEncoder(new ParameterSource(backend, 0), new NoiseSource(0), config, a.path("layers").intValue(),
                a.path("final_norm").asBoolean(false));
    }

    private static Activation activation(String name) {
        return switch (name) {
            case "gelu" -> Activation.GELU;
            case "relu" -> Activation.RELU;
            default -> throw new IllegalArgumentException("transformer_encoder: expected activation gelu or relu, got " + name);
        };
    }

    private static boolean preNorm(String norm) {
        return switch (norm) {
            case "pre" -> true;
            case "post" -> false;
            default -> throw new IllegalArgumentException("transformer_encoder: expected norm pre or post, got " + norm);
        };
    }

    private static Tensor padding(Backend backend, GoldenFile.Case c) {
        return c.has("in/key_padding_mask") ? Models.plain(backend, c.get("in/key_padding_mask")) : null;
    }

    /// Results at padded positions mean nothing and are stored as 0.
    private static TensorData unpadded(GoldenFile.Case c, Tensor y) {
        double[] values = y.doubles();
        if (c.has("in/key_padding_mask")) {
            long[] mask = c.get("in/key_padding_mask").longs();
            int width = values.length / mask.length;
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] != 0) {
                    Arrays.fill(values, i * width, (i + 1) * width, 0);
                }
            }
        }
        return TensorData.of(y.shape(), values);
    }
}
