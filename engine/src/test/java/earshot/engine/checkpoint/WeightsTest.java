package earshot.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.TensorData;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weights by name, straight from a file.
class WeightsTest {

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void aNetworkThatWasNeverFilledIsAsTheFileSays(String name) {
        Backend backend = Backends.create(name, 1);
        Module written = network(new ParameterSource(Backends.create("cpu", 1), 5));
        Module read = network(ParameterSource.unfilled(backend));
        Weights.load("file", read, names(read), stored(written));
        Map<String, TensorData> state = StateDict.of(read);
        StateDict.of(written).forEach((key, t) -> assertArrayEquals(t.doubles(), state.get(key).doubles(), key));
        written.release();
        read.release();
    }

    @Test
    void theFirstTenThatDoNotFitAreListedAndNothingIsLoaded() {
        Module network = network(new ParameterSource(Backends.create("cpu", 1), 5));
        Map<String, StoredTensor> entries = stored(network(new ParameterSource(Backends.create("cpu", 1), 6)));
        Map<String, TensorData> before = StateDict.of(network);
        entries.remove("0.bias");
        entries.put("1.weight", StoredTensor.of(TensorData.of(Shape.of(4), 1f, 1f, 1f, 1f)));
        entries.put("1.num_batches_tracked", StoredTensor.of(TensorData.of(Shape.of(), 1f)));
        entries.put("1.bias", StoredTensor.of(TensorData.of(Shape.of(3), 1f, Float.NaN, 1f)));
        assertEquals("file: 4 tensors do not fit: missing 0.bias [3]; 1.weight: expected [3], got F32 [4];"
                + " 1.num_batches_tracked: expected an integer [], got F32 []; 1.bias F32 [3] holds values that are not finite."
                + " Nothing was loaded", refused(network, entries));
        for (int i = 0; i < 20; i++) {
            entries.put("fc" + i, StoredTensor.of(TensorData.of(Shape.of(1), 1f)));
        }
        String message = refused(network, entries);
        assertEquals("file: 24 tensors do not fit", message.substring(0, message.indexOf(": missing")));
        assertEquals("unexpected fc5 (F32 [1]); and 14 more. Nothing was loaded",
                message.substring(message.indexOf("unexpected fc5")));
        Map<String, TensorData> after = StateDict.of(network);
        before.forEach((key, t) -> assertArrayEquals(t.doubles(), after.get(key).doubles(), key));
    }

    @Test
    void resultsAreSeenUnderTheNamesOfTheirParts() {
        Backend backend = Backends.create("cpu", 1);
        Module network = new Sequential(List.of(new Sequential(List.of(new Linear(new ParameterSource(backend, 1), 2, 3)))));
        List<String> seen = new ArrayList<>();
        network.watch((name, y) -> seen.add(name + y.shape()));
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(backend, Shape.of(4, 2), 1);
            network.apply(x);
            assertEquals(List.of("0.0[4,3]", "0[4,3]", "[4,3]"), seen);
            network.watch(null);
            network.apply(x);
            assertEquals(3, seen.size());
        }
    }

    private static String refused(Module network, Map<String, StoredTensor> entries) {
        return assertThrows(IllegalArgumentException.class, () -> Weights.load("file", network, names(network), entries))
                .getMessage();
    }

    private static Map<String, String> names(Module network) {
        Map<String, String> names = new LinkedHashMap<>();
        network.state().keySet().forEach(name -> names.put(name, name));
        return names;
    }

    private static Module network(ParameterSource source) {
        return new Sequential(List.of(new Conv2d(source, 2, 3, Window.square(2, 1, 0), true), new BatchNorm2d(source, 3)));
    }

    private static Map<String, StoredTensor> stored(Module network) {
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        StateDict.of(network).forEach((name, data) -> all.put(name, StoredTensor.of(data)));
        return all;
    }
}
