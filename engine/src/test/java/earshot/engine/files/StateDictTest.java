package earshot.engine.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.engine.optim.AdamW;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// State on its way to a file and back, in PyTorch's names, order and layout.
class StateDictTest {
    @TempDir
    private Path folder;

    @Test
    void namesAndOrderArePyTorchs() {
        assertEquals(
                List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"),
                new ArrayList<>(StateDict.of(network(Backends.create("cpu", 1), 1)).keySet()));
    }

    @Test
    void weightsOfConvolutionsAreTurnedRound() {
        Module network = network(Backends.create("cpu", 1), 1);
        Map<String, TensorData> state = new LinkedHashMap<>(StateDict.of(network));
        float[] oihw = new float[3 * 2 * 2];
        for (int i = 0; i < oihw.length; i++) {
            oihw[i] = i;
        }
        state.put("0.weight", TensorData.of(Shape.of(3, 1, 2, 2), oihw));
        StateDict.load(network, state);
        // [KH, KW, C, O]: the outputs are neighbours here, 4 apart in the file
        assertArrayEquals(new float[]{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11},
                network.parameters().get("0.weight").value().floats());
        assertArrayEquals(oihw, StateDict.of(network).get("0.weight").floats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void throughAFileTrainingGoesOnAsIfNothingHadHappened(String name) throws IOException {
        Backend backend = Backends.create(name, 1);
        Module a = network(backend, 1);
        AdamW forA = new AdamW(a.parameters(), 1e-2, 0.1);
        step(a, forA);
        SafetensorsWriter.write(folder.resolve("model"), StateDict.of(a), Map.of());
        SafetensorsWriter.write(folder.resolve("optimiser"), forA.state(), Map.of());
        Module b = network(backend, 2);
        AdamW forB = new AdamW(b.parameters(), 1e-2, 0.1);
        StateDict.load(b, Safetensors.readAll(folder.resolve("model")));
        forB.load(Safetensors.readAll(folder.resolve("optimiser")));
        step(a, forA);
        step(b, forB);
        Map<String, TensorData> stateB = StateDict.of(b);
        StateDict.of(a).forEach((key, t) -> assertArrayEquals(t.doubles(), stateB.get(key).doubles(), key));
        assertArrayEquals(new long[]{2}, stateB.get("1.num_batches_tracked").longs());
    }

    @Test
    void everythingThatDoesNotFitIsNamedAndNothingLoaded() {
        Module network = network(Backends.create("cpu", 1), 1);
        Map<String, TensorData> before = StateDict.of(network);
        Map<String, TensorData> wrong = new LinkedHashMap<>(StateDict.of(network(Backends.create("cpu", 1), 9)));
        wrong.remove("0.bias");
        wrong.put("1.weight", TensorData.of(Shape.of(4), 1f, 1f, 1f, 1f));
        wrong.put("1.num_batches_tracked", TensorData.of(Shape.of(), 1f));
        wrong.put("fc.weight", TensorData.of(Shape.of(1), 1f));
        String message = assertThrows(IllegalArgumentException.class, () -> StateDict.load(network, wrong)).getMessage();
        assertEquals("state dict: 4 entries do not fit: missing 0.bias (F32 [3]); 1.weight: expected F32 [3], got F32 [4];"
                + " 1.num_batches_tracked: expected I64 [], got F32 []; unexpected fc.weight (F32 [1]). Nothing was loaded; use the file"
                + " of a network of the same build", message);
        Map<String, TensorData> after = StateDict.of(network);
        before.forEach((key, t) -> assertArrayEquals(t.doubles(), after.get(key).doubles(), key));
    }

    private static Module network(Backend backend, long seed) {
        ParameterSource source = new ParameterSource(backend, seed);
        return new Sequential(List.of(new Conv2d(source, 1, 3, Window.square(2, 1, 0), true), new BatchNorm2d(source, 3)));
    }

    private static void step(Module network, AdamW optimizer) {
        Backend backend = network.parameters().get("0.bias").value().backend();
        try (var _ = Scope.open()) {
            double[] x = new double[2 * 4 * 4];
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.sin(i * i);
            }
            Tensor y = network.apply(Tensor.of(backend, Shape.of(2, 4, 4, 1), x)).relu();
            y.mul(y).mean().backward();
        }
        optimizer.step();
        optimizer.clearGradients();
    }
}
