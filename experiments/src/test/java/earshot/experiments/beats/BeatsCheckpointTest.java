package earshot.experiments.beats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.checkpoint.Conversion;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints in the published layout: what is read, and what is refused before anything is loaded.
class BeatsCheckpointTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden");
    private static final Path TINY = GOLDEN.resolve("checkpoints/beats_tiny.pt");

    private final Backend backend = Backends.create("cpu", 1);

    @TempDir
    private Path folder;

    @Test
    void formatsOfOneNetworkGiveOneNetwork() throws IOException {
        double[] expected = logits(TINY);
        assertArrayEquals(expected, logits(GOLDEN.resolve("checkpoints/beats_tiny_legacy.pt")));
        Path converted = folder.resolve("tiny.safetensors");
        Conversion.convert(TINY, converted, List.of());
        assertArrayEquals(expected, logits(converted));
        assertArrayEquals(expected, logits(GOLDEN.resolve("checkpoints/beats_tiny_half.pt")), 1e-2);
        assertEquals(0, backend.memory().bytesInUse());
    }

    private double[] logits(Path file) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(file); var _ = Scope.open(); var _ = Gradients.off()) {
            Beats network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config());
            double[] logits = network.logits(TinyBeats.frames(backend, 50), null).doubles();
            network.release();
            return logits;
        }
    }

    @Test
    void configurationAndLabelsAreThoseOfTheFile() throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(TINY)) {
            assertEquals(new BeatsConfig(new BeatsConfig.Patches(16, 16, false),
                    new BeatsConfig.Layers(2, 24, 32, 2, BeatsActivation.GELU, false, true, 1),
                    new BeatsConfig.Positions(16, 4, true, 320, 800, true), BeatsConfig.Drops.NONE, 5), checkpoint.config());
            assertEquals(Map.of(0, "/m/000x", 1, "/m/001x", 2, "/m/002x", 3, "/m/003x", 4, "/m/004x"), checkpoint.labels());
            assertEquals("is no tokenizer",
                    assertThrows(ExperimentException.class, () -> checkpoint.tokenizer(backend)).getMessage()
                            .split(": ")[1]);
            Beats headless = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config().headless());
            assertTrue(headless.parameters().keySet().stream().noneMatch(name -> name.startsWith("predictor")));
            headless.release();
        }
    }

    /// What the reference's cases hold as a checkpoint.
    private Map<String, TensorData> model(String name) throws IOException {
        GoldenFile.Case c = GoldenFile.read(GOLDEN.resolve("engine/beats.safetensors")).get(name);
        Map<String, TensorData> model = new LinkedHashMap<>();
        c.role("param").forEach((key, t) -> model.put("model/" + key, t));
        c.role("buffer").forEach((key, t) -> model.put("model/" + key, t));
        return model;
    }

    @Test
    void aTokenizerGivesTheSameCodesFromAFile() throws IOException {
        GoldenFile.Case c = GoldenFile.read(GOLDEN.resolve("engine/beats.safetensors")).get("tokenizer");
        Path file = PublishedLayout.write(folder.resolve("tokenizer.safetensors"), model("tokenizer"),
                c.attributes().path("cfg"));
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(file)) {
            BeatsTokenizer tokenizer = checkpoint.tokenizer(backend);
            float[] frames = BeatsSound.STANDARD.bank().apply(c.get("in/wave").floats());
            try (var _ = Scope.open()) {
                Tensor x = Tensor.of(backend, Shape.of(1, frames.length / 128, 128), frames);
                assertArrayEquals(Arrays.stream(c.get("out/ids").longs()).mapToInt(Math::toIntExact).toArray(),
                        tokenizer.encode(x, null).ids());
            }
            tokenizer.release();
            assertEquals("is a tokenizer",
                    assertThrows(ExperimentException.class, checkpoint::refuseTokenizer).getMessage().split("[:;] ")[1]);
        }
    }

    @Test
    void whatDoesNotFitIsListedAndCounted() throws IOException {
        GoldenFile.Case c = GoldenFile.read(GOLDEN.resolve("engine/beats.safetensors")).get("beats");
        Map<String, TensorData> model = model("beats");
        model.remove("model/encoder.layers.1.fc1.bias");
        model.put("model/layer_norm.weight", TensorData.of(Shape.of(2), 1f, 1f));
        model.put("model/decoder.weight", TensorData.of(Shape.of(1), 1f));
        float[] broken = model.get("model/layer_norm.bias").floats().clone();
        broken[1] = Float.NaN;
        model.put("model/layer_norm.bias", TensorData.of(Shape.of(broken.length), broken));
        Path file = PublishedLayout.write(folder.resolve("wrong.safetensors"), model, c.attributes().path("cfg"));
        assertEquals(file
                + ": 4 tensors do not fit: missing encoder.layers.1.fc1.bias [128]; layer_norm.weight: expected"
                + " [48], got F32 [2]; layer_norm.bias F32 [48] holds values that are not finite; unexpected decoder.weight (F32 [1]). Nothing was loaded; give a checkpoint of BEATs or of its"
                + " tokenizer, as Microsoft published them", refusal(file));
        assertEquals(0, backend.memory().bytesInUse());
    }

    private String refusal(Path file) {
        return assertThrows(ExperimentException.class, () -> {
            try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(file)) {
                checkpoint.beats(backend, new NoiseSource(0), checkpoint.config());
            }
        }).getMessage();
    }

    @Test
    void anotherNetworkOrAGiantIsRefused() throws IOException {
        assertEquals(GOLDEN.resolve("checkpoints/nested.pt")
                + ": is no checkpoint of BEATs: has no cfg, but for instance the tensor list/3/0; give a checkpoint of BEATs or of its"
                + " tokenizer, as Microsoft published them", refusal(GOLDEN.resolve("checkpoints/nested.pt")));
        Map<String, TensorData> model = model("beats");
        for (Map.Entry<String, String> wrong : Map
                .of("{\"input_patch_size\":16,\"encoder_layers\":1000,\"encoder_embed_dim\":49152}",
                        "its cfg describes a network of some", "{\"encoder_layers\":3}",
                        "input_patch_size: expected the size of a patch, got none",
                        "{\"input_patch_size\":\"16\"}", "input_patch_size: expected a whole number, got 16",
                        "{\"input_patch_size\":16,\"encoder_layers\":-1}", "encoder_layers: expected 1 to 1000, got -1",
                        "{\"input_patch_size\":16,\"activation_fn\":\"glu\"}", "activation_fn: expected gelu")
                .entrySet()) {
            Path file = PublishedLayout.write(folder.resolve("giant.safetensors"), model, wrong.getKey());
            assertTrue(refusal(file).contains(wrong.getValue()), refusal(file));
        }
        Path torn = Files.write(folder.resolve("torn.pt"), Arrays.copyOf(Files.readAllBytes(TINY), 5000));
        assertThrows(MalformedFileException.class, () -> BeatsCheckpoint.open(torn));
    }
}
