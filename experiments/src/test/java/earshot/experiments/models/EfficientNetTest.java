package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What golden numbers do not show: torchvision's size, names and initialisation, and what is random while training.
class EfficientNetTest {

    @Test
    void b0IsTorchvisions() {
        EfficientNet model = new EfficientNet(Backends.create("cpu", 2), new NoiseSource(0), EfficientNet.Config.b0(3, 1000), 0);
        assertEquals(5_288_548, model.parameterCount());
        List<String> names = new ArrayList<>(model.state().keySet());
        assertEquals(360, names.size());
        assertEquals(List.of("features.0.0.weight", "features.0.1.weight", "features.0.1.bias", "features.0.1.running_mean",
                "features.0.1.running_var", "features.0.1.num_batches_tracked", "features.1.0.block.0.0.weight"),
                names.subList(0, 7));
        assertTrue(names.containsAll(List.of("features.1.0.block.1.fc1.weight", "features.2.0.block.3.1.bias",
                "features.6.3.block.2.fc2.bias", "features.8.1.running_var")));
        assertEquals(List.of("classifier.1.weight", "classifier.1.bias"), names.subList(358, 360));
        initialisation(StateDict.of(model));
        model.release();
    }

    /// Convolutions normal by fan-out, the linear map uniform within 1 / √classes, all biases 0.
    private static void initialisation(Map<String, TensorData> state) {
        assertEquals(Math.sqrt(2.0 / 1280), deviation(state.get("features.8.0.weight")), 1e-3);
        assertEquals(Math.sqrt(2.0 / (1152 * 25)), deviation(state.get("features.6.1.block.1.0.weight")), 1e-4);
        double largest = Arrays.stream(state.get("classifier.1.weight").doubles()).map(Math::abs).max().orElseThrow();
        assertEquals(1 / Math.sqrt(1000), largest, 1e-5);
        state.forEach((name, t) -> {
            if (name.endsWith(".bias")) {
                assertTrue(Arrays.stream(t.doubles()).allMatch(v -> v == 0), name);
            }
        });
    }

    private static double deviation(TensorData t) {
        return Math.sqrt(Arrays.stream(t.doubles()).map(v -> v * v).average().orElseThrow());
    }

    /// Channels are rounded to multiples of 8, up where rounding down would lose more than a tenth.
    @Test
    void widthsAreRoundedAsTorchvisionDoes() {
        assertEquals(Shape.of(8, 1, 3, 3), stem(0.25));
        assertEquals(Shape.of(48, 1, 3, 3), stem(1.4));
        assertEquals(Shape.of(24, 1, 3, 3), stem(0.6)); // 19.2 would become 16
        assertEquals(Shape.of(8, 1, 3, 3), stem(0.01));
    }

    private static Shape stem(double width) {
        EfficientNet model = new EfficientNet(Backends.create("cpu", 1), new NoiseSource(0),
                new EfficientNet.Config(1, width, 2, 0, 0), 0);
        Shape shape = StateDict.of(model).get("features.0.0.weight").shape();
        model.release();
        return shape;
    }

    @Test
    void dropsWhatTheSeedAndTheStepSay() {
        for (EfficientNet.Config config : List.of(new EfficientNet.Config(1, 0.25, 3, 0.5, 0),
                new EfficientNet.Config(1, 0.25, 3, 0, 0.9))) {
            Backend backend = Backends.create("cpu", 1);
            NoiseSource noise = new NoiseSource(5);
            EfficientNet model = new EfficientNet(backend, noise, config, 1);
            noise.step(0);
            double[] first = logits(model, backend);
            double[] second = logits(model, backend);
            noise.step(0);
            assertArrayEquals(first, logits(model, backend), config.toString());
            assertFalse(Arrays.equals(first, second), config.toString());
            model.eval();
            assertArrayEquals(logits(model, backend), logits(model, backend), "nothing is dropped in inference");
            model.release();
        }
    }

    private static double[] logits(EfficientNet model, Backend backend) {
        try (var _ = Scope.open()) {
            double[] x = new double[4 * 32 * 33];
            Arrays.setAll(x, i -> Math.sin(0.37 * i * i));
            return model.apply(Tensor.of(backend, Shape.of(4, 32, 33, 1), x)).doubles();
        }
    }

    @Test
    void releasingGivesEverythingBack() {
        Backend backend = Backends.create("cpu", 1);
        EfficientNet model = new EfficientNet(backend, new NoiseSource(0), new EfficientNet.Config(1, 0.25, 3, 0, 0), 0);
        assertTrue(backend.memory().bytesInUse() > 0);
        model.release();
        assertEquals(0, backend.memory().bytesInUse());
    }

    @Test
    void anImpossibleNetworkIsRefused() {
        assertEquals(
                "efficientnet: need at least 1 input channel and class and a width above 0, got 1 channels, 0 classes, width 1.0",
                assertThrows(IllegalArgumentException.class, () -> new EfficientNet.Config(1, 1, 0, 0, 0)).getMessage());
    }
}
