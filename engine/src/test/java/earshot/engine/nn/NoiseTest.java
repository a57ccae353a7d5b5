package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Layers that draw random masks, and the table of embeddings.
class NoiseTest {
    private final Backend cpu = Backends.create("cpu", 2);

    @Test
    void inferenceIsTheIdentity() {
        Dropout dropout = new Dropout(new NoiseSource(1), 0.5);
        DropPath path = new DropPath(new NoiseSource(1), 0.5);
        dropout.eval();
        path.eval();
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(cpu, Shape.of(50, 3), 2);
            assertArrayEquals(x.doubles(), dropout.apply(x).doubles());
            assertArrayEquals(x.doubles(), path.apply(x).doubles());
            try (var _ = Gradients.off()) {
                assertArrayEquals(x.doubles(), dropout.apply(x).doubles());
            }
        }
    }

    @Test
    void aStepDrawsTheSameMasksAgainAndOnEveryBackend() {
        for (Backend backend : List.of(cpu, Backends.create("reference", 1))) {
            double[][] first = masks(cpu, 5);
            double[][] again = masks(backend, 5);
            assertArrayEquals(first[0], again[0]);
            assertArrayEquals(first[1], again[1]);
            assertFalse(Arrays.equals(first[0], first[1]), "two draws of a step differ");
            assertFalse(Arrays.equals(first[0], masks(cpu, 6)[0]), "two steps differ");
        }
    }

    @Test
    void aWrongProbabilityIsRefusedWhenTheNetworkIsBuilt() {
        assertEquals("dropout: p is the probability of 0 and must be in [0, 1], got 1.5",
                assertThrows(IllegalArgumentException.class, () -> new Dropout(new NoiseSource(1), 1.5)).getMessage());
        assertEquals("drop_path: p is the probability of 0 and must be in [0, 1], got -0.1",
                assertThrows(IllegalArgumentException.class, () -> new DropPath(new NoiseSource(1), -0.1)).getMessage());
    }

    @Test
    void embeddingsBeginStandardNormalAndLearn() {
        Embedding table = new Embedding(new ParameterSource(cpu, 3), 40, 250);
        double[] w = table.parameters().get("weight").value().doubles();
        assertEquals(1, Math.sqrt(Arrays.stream(w).map(v -> v * v).average().orElseThrow()), 0.03);
        try (var _ = Scope.open()) {
            Tensor y = table.apply(Tensor.ofInts(cpu, Shape.of(2), 7, 7));
            assertArrayEquals(Arrays.copyOfRange(w, 7 * 250, 8 * 250), Arrays.copyOfRange(y.doubles(), 250, 500));
            y.sum().backward();
            double[] dw = table.parameters().get("weight").gradient().doubles();
            assertEquals(500, Arrays.stream(dw).sum());
            assertTrue(Arrays.stream(dw, 7 * 250, 8 * 250).allMatch(v -> v == 2));
        }
        table.release();
    }

    private static double[][] masks(Backend backend, int step) {
        NoiseSource noise = new NoiseSource(9);
        Dropout dropout = new Dropout(noise, 0.5);
        try (var _ = Scope.open()) {
            noise.step(step);
            Tensor x = Tensor.full(backend, Shape.of(100), 1);
            return new double[][]{dropout.apply(x).doubles(), dropout.apply(x).doubles()};
        }
    }
}
