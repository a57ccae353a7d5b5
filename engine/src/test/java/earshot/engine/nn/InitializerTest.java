package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// How parameters begin: PyTorch's and torchvision's rules, and the same numbers for the same seed on every backend.
class InitializerTest {
    private final Backend cpu = Backends.create("cpu", 2);

    @Test
    void convolutionsBeginNormalByFanOut() {
        double[] w = new Conv2d(new ParameterSource(cpu, 3), 32, 64, Window.square(3, 1, 1), false).parameters().get("weight")
                .value()
                .doubles();
        double mean = Arrays.stream(w).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(w).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        double expected = Math.sqrt(2.0 / (64 * 9));
        assertEquals(expected, deviation, 0.02 * expected);
        assertEquals(0, mean, 0.02 * expected);
    }

    @Test
    void linearLayersBeginUniformWithinTheFanIn() {
        Linear layer = new Linear(new ParameterSource(cpu, 3), 25, 400);
        double[] w = layer.parameters().get("weight").value().doubles();
        assertTrue(Arrays.stream(w).allMatch(v -> Math.abs(v) <= 0.2));
        assertEquals(0.2 / Math.sqrt(3), Math.sqrt(Arrays.stream(w).map(v -> v * v).average().orElseThrow()), 0.002);
        double[] b = layer.parameters().get("bias").value().doubles();
        assertTrue(Arrays.stream(b).allMatch(v -> Math.abs(v) <= 0.2) && Arrays.stream(b).anyMatch(v -> Math.abs(v) > 0.15));
    }

    @Test
    void theSeedDecidesOnEveryBackend() {
        double[] a = new Linear(new ParameterSource(cpu, 3), 5, 7).parameters().get("weight").value().doubles();
        assertArrayEquals(a, new Linear(new ParameterSource(cpu, 3), 5, 7).parameters().get("weight").value().doubles());
        assertArrayEquals(a, new Linear(new ParameterSource(Backends.create("reference", 1), 3), 5, 7).parameters().get("weight")
                .value().doubles(), 1e-7);
        assertFalse(Arrays.equals(a, new Linear(new ParameterSource(cpu, 4), 5, 7).parameters().get("weight").value().doubles()));
        ParameterSource source = new ParameterSource(cpu, 3);
        new Linear(source, 5, 7);
        assertFalse(Arrays.equals(a, new Linear(source, 5, 7).parameters().get("weight").value().doubles()),
                "every parameter has its"
                        + " own stream");
    }
}
