package earshot.experiments.weights;

import earshot.engine.checkpoint.Need;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.models.EfficientNet;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files under torchvision's and timm's names, and what is refused.
class EfficientNetWeightsTest {
    private final Backend backend = Backends.create("cpu", 1);

    @TempDir
    Path folder;

    /// A network of a quarter of the width, which has all the names and is quicker to make.
    private EfficientNet network(int classes, long seed) {
        return network(0.25, classes, seed);
    }

    private EfficientNet network(double width, int classes, long seed) {
        return new EfficientNet(backend, new NoiseSource(0), new EfficientNet.Config(3, width, classes, 0, 0), seed);
    }

    /// The state of a network of ImageNet's classes, its counts included.
    private Map<String, TensorData> published(double width) {
        EfficientNet network = network(width, 1000, 1);
        Map<String, TensorData> state = StateDict.of(network);
        network.release();
        state.replaceAll((name, data) -> data.type().integer() ? TensorData.of(Shape.of(), 42L) : data);
        return state;
    }

    private Path write(Map<String, TensorData> state) throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, state, Map.of());
        return file;
    }

    private static void assertSame(Map<String, TensorData> expected, Map<String, TensorData> got, boolean classifier) {
        expected.forEach((name, data) -> {
            if (classifier || !EfficientNet.isClassifier(name)) {
                assertArrayEquals(data.doubles(), got.get(name).doubles(), name);
            }
        });
    }

    /// Names and shapes as torchvision 0.28 and timm 1.0.29 themselves list them.
    @Test
    void bothLibrariesNamesAreKnown() throws IOException {
        EfficientNet network = network(1, 1000, 0);
        Map<String, Need> needs = Need.of(network);
        network.release();
        assertEquals(listed("efficientnet_b0_torchvision.txt"), text(needs));
        assertEquals(listed("efficientnet_b0_timm.txt"), text(TimmNames.of(needs)));
    }

    private static Map<String, String> text(Map<String, Need> needs) {
        Map<String, String> text = new TreeMap<>();
        needs.forEach((name, need) -> text.put(name, need.shape().toString()));
        return text;
    }

    private static Map<String, String> listed(String resource) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(EfficientNetWeightsTest.class.getResourceAsStream(resource),
                StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" ")).forEach(w -> all.put(w[0], w[1]));
        }
        return all;
    }

    @Test
    void loadsUnderEitherLibrarysNames() throws IOException {
        Map<String, TensorData> published = published(0.25);
        for (Map<String, TensorData> file : List.of(published, TimmNames.of(published))) {
            EfficientNet network = network(1000, 2);
            EfficientNetWeights.loadAll(write(file), network);
            assertEquals(new EfficientNet.Config(3, 0.25, 1000, 0, 0), EfficientNetWeights.config(write(file)));
            assertSame(published, StateDict.of(network), true);
            network.release();
        }
    }

    @Test
    void theClassifierOfOtherClassesStaysAsItBegan() throws IOException {
        Map<String, TensorData> published = published(0.25);
        EfficientNet network = network(10, 3);
        Map<String, TensorData> begun = StateDict.of(network);
        EfficientNetWeights.loadBody(write(TimmNames.of(published)), network);
        Map<String, TensorData> loaded = StateDict.of(network);
        assertSame(published, loaded, false);
        for (String name : List.of("classifier.1.weight", "classifier.1.bias")) {
            assertArrayEquals(begun.get(name).floats(), loaded.get(name).floats(), name);
        }
        network.release();
    }

    /// Files of old have no counts, and a network that was cut off before its classifier has no classifier.
    @Test
    void countsAndClassifierMayBeMissing() throws IOException {
        Map<String, TensorData> published = published(0.25);
        Map<String, TensorData> file = new LinkedHashMap<>(published);
        file.keySet().removeIf(name -> name.endsWith("num_batches_tracked") || EfficientNet.isClassifier(name));
        EfficientNet network = network(10, 3);
        EfficientNetWeights.loadBody(write(file), network);
        assertArrayEquals(published.get("features.8.0.weight").floats(),
                StateDict.of(network).get("features.8.0.weight").floats());
        String message = assertThrows(ExperimentException.class, () -> EfficientNetWeights.loadAll(write(file), network))
                .getMessage();
        assertTrue(message.contains("2 tensors do not fit: missing classifier.1.weight [10,320]; missing "
                + "classifier.1.bias [10]. Nothing was loaded"), message);
        network.release();
    }

    @Test
    void nothingIsLoadedIfAnythingDoesNotFit() throws IOException {
        EfficientNet network = network(10, 3);
        Map<String, TensorData> begun = StateDict.of(network);
        Map<String, TensorData> file = published(0.25);
        file.remove("features.8.1.running_var");
        file.put("features.0.0.weight", TensorData.of(Shape.of(8, 1, 3, 3), new float[72]));
        file.get("features.3.0.block.1.1.bias").floats()[3] = Float.POSITIVE_INFINITY;
        file.put("extra\nname", TensorData.of(Shape.of(1), 1f));
        Path path = write(file);
        String message = assertThrows(ExperimentException.class, () -> EfficientNetWeights.loadBody(path, network)).getMessage();
        assertEquals(path + ": 4 tensors do not fit: missing features.8.1.running_var [320]; "
                + "features.0.0.weight: expected [8,3,3,3], got F32 [8,1,3,3]; "
                + "features.3.0.block.1.1.bias F32 [48] holds values that are not finite; "
                + "unexpected extra?name (F32 [1]). Nothing was loaded; give the file of an EfficientNet-B0 (earshot weights check "
                + "says what a file is)", message);
        assertSame(begun, StateDict.of(network), true);
        network.release();
    }

    @Test
    void anotherNetworkIsRefusedByName() {
        EfficientNet network = network(10, 3);
        Path golden = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");
        String beats = assertThrows(ExperimentException.class,
                () -> EfficientNetWeights.loadBody(golden.resolve("beats_tiny.pt"), network)).getMessage();
        assertTrue(beats.contains("holds no EfficientNet-B0: it is a BEATs. Nothing was loaded"), beats);
        String small = assertThrows(ExperimentException.class,
                () -> EfficientNetWeights.loadBody(golden.resolve("state_dict.pt"), network)).getMessage();
        assertTrue(small.contains("neither torchvision's names nor timm's") && small.contains("conv1.weight"), small);
        network.release();
    }

    @Test
    void theCheckCountsTheParameters() throws IOException {
        Map<String, TensorData> published = published(1);
        for (Map<String, TensorData> file : List.of(published, TimmNames.of(published))) {
            WeightsCheck check = WeightsCheck.of(write(file));
            assertEquals(Optional.empty(), check.fault());
            assertEquals(5_288_548, check.parameters());
            assertEquals(360, check.tensors());
        }
        published.put("classifier.1.weight", TensorData.of(Shape.of(10, 1280), new float[12800]));
        published.put("classifier.1.bias", TensorData.of(Shape.of(10), new float[10]));
        assertEquals(Optional.empty(), WeightsCheck.of(write(published)).fault(), "any number of classes");
    }
}
