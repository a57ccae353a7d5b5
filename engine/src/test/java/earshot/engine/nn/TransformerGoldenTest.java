package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A small Transformer encoder against PyTorch's numbers. How they were made: {@code src/golden/engine/README.md}.
class TransformerGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "engine",
            "models-transformer.safetensors");

    @ParameterizedTest
    @CsvSource({"transformer_encoder,reference", "transformer_encoder,cpu", "transformer_encoder_padded,reference",
            "transformer_encoder_padded,cpu"})
    void resultsAndGradientsAreThoseOfPyTorch(String name, String backendName) throws IOException {
        GoldenFile.Case c = GoldenFile.read(GOLDEN).get(name);
        Backend backend = Backends.create(backendName, 2);
        TransformerEncoder model = model(backend, c.attributes());
        double[] trained;
        try (var _ = Scope.open()) {
            Tensor x = tensor(backend, c.get("in/x")).requireGradient();
            Tensor y = model.apply(x, padding(backend, c)).keep();
            y.backward(tensor(backend, c.get("in/cotangent")));
            trained = y.doubles();
            checkResult(c, trained);
            check("gradient of x", 1e-4, x.gradient().doubles(), c.get("grad/x"));
        }
        Map<String, TensorData> gradients = c.role("grad");
        assertEquals(11, gradients.size());
        model.parameters().forEach((parameter, p) -> {
            if (gradients.containsKey(parameter)) {
                check("gradient of " + parameter, 1e-4, p.gradient().doubles(), gradients.get(parameter));
            }
        });
        model.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            assertArrayEquals(trained, model.apply(tensor(backend, c.get("in/x")), padding(backend, c)).doubles(),
                    "without dropout inference gives the same");
        }
        model.release();
    }

    /// Results at padded positions mean nothing.
    private static void checkResult(GoldenFile.Case c, double[] y) {
        double[] got = y.clone();
        if (c.has("in/key_padding_mask")) {
            long[] mask = c.get("in/key_padding_mask").longs();
            int width = got.length / mask.length;
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] != 0) {
                    Arrays.fill(got, i * width, (i + 1) * width, 0);
                }
            }
        }
        check("result", 2e-5, got, c.get("out/y"));
    }

    private static TransformerEncoder model(Backend backend, JsonNode a) throws IOException {
        assertEquals("pre", a.path("norm").asString());
        assertEquals("gelu", a.path("activation").asString());
        TransformerEncoderLayer.Config config = new TransformerEncoderLayer.Config(a.path("d_model").intValue(),
                a.path("heads").intValue(), a.path("ffn").intValue(), 0, Tensor::gelu, true, a.path("eps").doubleValue());
        TransformerEncoder model = new TransformerEncoder(new ParameterSource(backend, 0), new NoiseSource(0), config,
                a.path("layers").intValue(), a.path("final_norm").booleanValue());
        StateDict.load(model, GoldenFile.read(GOLDEN).get("transformer_encoder").role("param"));
        return model;
    }

    private static Tensor padding(Backend backend, GoldenFile.Case c) {
        if (!c.has("in/key_padding_mask")) {
            return null;
        }
        TensorData mask = c.get("in/key_padding_mask");
        return Tensor.of(backend, mask.shape(), Arrays.stream(mask.longs()).asDoubleStream().toArray());
    }

    private static Tensor tensor(Backend backend, TensorData data) {
        return Tensor.of(backend, Layout.PLAIN.fromTorch(data.shape()), data.floats());
    }

    private static void check(String what, double tolerance, double[] got, TensorData expected) {
        double error = GoldenFile.error(got, expected.doubles());
        assertTrue(error <= tolerance, what + ": error " + error + ", allowed " + tolerance);
    }
}
