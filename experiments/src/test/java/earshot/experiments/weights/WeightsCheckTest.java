package earshot.experiments.weights;

import earshot.engine.checkpoint.Need;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Conversion;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.files.Sha256;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of files in the layout of BEATs' public ones: good, incomplete, damaged, hostile and strange.
class WeightsCheckTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");

    @TempDir
    Path folder;

    @Test
    void aWholeFileFits() throws IOException {
        for (String name : List.of("beats_tiny.pt", "beats_tiny_half.pt", "beats_tiny_legacy.pt")) {
            WeightsCheck check = WeightsCheck.of(GOLDEN.resolve(name));
            assertEquals(KnownNetwork.BEATS, check.network(), name);
            assertEquals(Optional.empty(), check.fault(), name);
            assertEquals(52, check.tensors());
            assertEquals(16_081, check.parameters(), "what the layers share counts once");
            assertEquals(Sha256.of(GOLDEN.resolve(name)), check.sha256());
            assertNull(check.known());
        }
    }

    private Path write(Map<String, TensorData> tensors, String settings) throws IOException {
        return TinyBeats.write(folder.resolve("tiny.safetensors"), tensors, settings);
    }

    @Test
    void aConvertedFileFitsAsWell() throws IOException {
        Path file = folder.resolve("converted.safetensors");
        Conversion.convert(GOLDEN.resolve("beats_tiny.pt"), file, List.of());
        assertEquals(Optional.empty(), WeightsCheck.of(file).fault());
    }

    @Test
    void whatDoesNotFitIsListed() throws IOException {
        Map<String, TensorData> tensors = TinyBeats.tensors();
        tensors.remove("model/encoder.layers.1.fc2.bias");
        tensors.put("model/encoder.layers.2.fc2.bias", TensorData.of(Shape.of(2), 0f, 0f));
        tensors.put("model/layer_norm.weight", TensorData.of(Shape.of(3), 1f, 2f, 3f));
        tensors.put("model/predictor.bias", TensorData.of(Shape.of(5), 1L, 2L, 3L, 4L, 5L));
        tensors.put("model/layer_norm.bias", TensorData.of(Shape.of(16), new float[16]));
        tensors.get("model/layer_norm.bias").floats()[7] = Float.NaN;
        WeightsCheck check = WeightsCheck.of(write(tensors, TinyBeats.settings()));
        assertEquals(Optional.of("5 tensors do not fit BEATs"), check.fault());
        assertEquals("missing model/encoder.layers.1.fc2.bias [24]; "
                + "model/layer_norm.weight: expected [16], got F32 [3]; "
                + "model/predictor.bias: expected [5], got I64 [5]; "
                + "model/layer_norm.bias F32 [16] holds values that are not finite; "
                + "unexpected model/encoder.layers.2.fc2.bias (F32 [2])", check.fit().summary());
    }

    @Test
    void onlyTheFirstTenAreNamed() throws IOException {
        Map<String, TensorData> tensors = TinyBeats.tensors();
        tensors.keySet().removeIf(name -> name.startsWith("model/encoder.layers.1."));
        WeightsCheck check = WeightsCheck.of(write(tensors, TinyBeats.settings()));
        assertEquals(20, check.fit().faults());
        assertTrue(check.fit().summary().endsWith("; and 10 more"), check.fit().summary());
        assertEquals(10, check.fit().summary().split("missing ").length - 1);
    }

    @Test
    void settingsThatCannotBeAreRefused() throws IOException {
        for (String wrong : List.of("\"cfg/encoder_embed_dim\":24", "\"cfg/encoder_layers\":2")) {
            String key = wrong.substring(0, wrong.indexOf(':'));
            for (String value : List.of("-1", "1e9", "\"many\"", "null", "true", "1000000000000")) {
                Path file = write(TinyBeats.tensors(), TinyBeats.settings().replace(wrong, key + ":" + value));
                String message = assertThrows(ExperimentException.class, () -> WeightsCheck.of(file), value).getMessage();
                assertTrue(message.contains(": cfg: ") && message.contains("expected a number of 1 to "), message);
            }
        }
        Path huge = write(TinyBeats.tensors(),
                TinyBeats.settings().replace("\"cfg/encoder_ffn_embed_dim\":32", "\"cfg/encoder_ffn_embed_dim\":65536")
                        .replace("\"cfg/encoder_embed_dim\":24", "\"cfg/encoder_embed_dim\":65536"));
        assertTrue(assertThrows(ExperimentException.class, () -> WeightsCheck.of(huge)).getMessage()
                .contains("cfg describes no network that could be"));
        Path none = write(TinyBeats.tensors(), "{}");
        assertTrue(assertThrows(ExperimentException.class, () -> WeightsCheck.of(none)).getMessage()
                .contains("the file has no cfg"));
    }

    @Test
    void aTokenizerIsNotTakenForTheNetworkInIt() throws IOException {
        WeightsCheck check = WeightsCheck.of(TinyBeats.tokenizer(folder.resolve("tokenizer.safetensors"), null));
        assertEquals(KnownNetwork.BEATS_TOKENIZER, check.network());
        assertEquals(Optional.empty(), check.fault(), check.fit().summary());
    }

    /// What a file is asked to hold is what the network here has, by its own list: the two must not part.
    @Test
    void theNeedsAreThoseOfTheNetwork() throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(TinyBeats.FILE);
                CheckpointFile file = CheckpointFile.open(TinyBeats.FILE)) {
            var network = new Beats(new ParameterSource(Backends.create("cpu", 1), 0), new NoiseSource(0), checkpoint.config());
            Map<String, String> has = new TreeMap<>();
            Need.of(network).forEach((name, need) -> has.put("model/" + name, need.toString()));
            Map<String, String> needs = new TreeMap<>();
            KnownNetwork.BEATS.needs(file).forEach((name, need) -> {
                if (need.kind() != Need.Kind.SHARED) {
                    needs.put(name, need.toString());
                }
            });
            network.release();
            assertEquals(needs, has);
        }
    }

    @Test
    void theHashInANameMustHold() throws IOException {
        Path right = folder.resolve("tiny-" + Sha256.of(GOLDEN.resolve("beats_tiny.pt")).substring(0, 8) + ".pth");
        Path wrong = folder.resolve("tiny-01234567.pth");
        for (Path file : List.of(right, wrong)) {
            Files.copy(GOLDEN.resolve("beats_tiny.pt"), file);
        }
        assertEquals(Optional.empty(), WeightsCheck.of(right).fault());
        assertTrue(WeightsCheck.of(wrong).fault().orElseThrow().startsWith(
                "its name promises a SHA-256 that begins with 01234567, it has "));
    }

    @Test
    void aNetworkUnknownHereIsSaidToBeOne() throws IOException {
        WeightsCheck check = WeightsCheck.of(GOLDEN.resolve("state_dict.pt"));
        assertNull(check.network());
        assertEquals("it holds no network known here; earshot inspect shows what it holds", check.fault().orElseThrow());
    }

    @Test
    void damagedAndHostileFilesAreRefused() {
        for (String name : List.of("truncated.pt", "garbage.pt", "hostile_eval.pt", "bad_html.safetensors", "zip_bomb.pt")) {
            assertThrows(MalformedFileException.class, () -> WeightsCheck.of(GOLDEN.resolve(name)), name);
        }
    }
}
