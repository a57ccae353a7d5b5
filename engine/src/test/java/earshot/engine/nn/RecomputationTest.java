package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers that are run once more in the backward pass: nothing but memory and time tells them from layers that are not.
class RecomputationTest {
    private static final Shape X = Shape.of(3, 11, 24);
    private static final int LAYERS = 4;
    private final double[] values = new Random(1).doubles(X.count(), -2, 2).toArray();

    /// What two steps of training leave behind.
    ///
    /// @param bytes in use between the forward and the backward pass, beside the parameters
    private record Trace(Map<String, double[]> gradients, double[] y, long bytes) {
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void everyBitIsTheSame(String name) {
        Trace kept = train(Backends.create(name, 2), false, 0.2);
        Trace recomputed = train(Backends.create(name, 2), true, 0.2);
        assertArrayEquals(kept.y, recomputed.y);
        assertEquals(kept.gradients.keySet(), recomputed.gradients.keySet());
        kept.gradients.forEach((parameter, dw) -> assertArrayEquals(dw, recomputed.gradients.get(parameter), parameter));
        assertFalse(Arrays.equals(kept.y, train(Backends.create(name, 2), true, 0).y), "dropout has no effect");
    }

    @Test
    void activationsAreNotKept() {
        Backend backend = Backends.create("cpu", 1);
        long kept = train(backend, false, 0.1).bytes;
        long recomputed = train(backend, true, 0.1).bytes;
        assertTrue(recomputed < kept / 3, recomputed + " bytes against " + kept);
        assertEquals(0, backend.memory().bytesInUse());
    }

    @Test
    void parametersGetTheirGradientsWhereTheInputNeedsNone() {
        Backend backend = Backends.create("reference", 1);
        Linear layer = new Linear(new ParameterSource(backend, 1), 24, 24);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, X, values);
            Recomputation.of(null, in -> layer.apply(in.getFirst()), x).sum().backward();
        }
        assertEquals(33, layer.parameters().get("bias").gradient().doubles()[5]);
        layer.release();
    }

    @Test
    void aSourceOfNoiseGoesOnWhereItWas() {
        NoiseSource noise = new NoiseSource(1);
        noise.step(2);
        noise.nextStream();
        NoiseSource.Place place = noise.place();
        long first = noise.from(place, noise::nextStream);
        long next = noise.nextStream();
        assertEquals(first + 1, next, "the first draws count");
        assertEquals(first, noise.from(place, noise::nextStream));
        assertEquals(next + 1, noise.nextStream(), "draws that are repeated do not");
    }

    @Test
    void whatHasAProbabilityHappensAsOften() {
        NoiseSource noise = new NoiseSource(3);
        int happened = 0;
        for (int i = 0; i < 10_000; i++) {
            happened += noise.happens(0.3) ? 1 : 0;
        }
        assertEquals(0.3, happened / 1e4, 0.02);
        assertFalse(noise.happens(0));
        assertTrue(noise.happens(1));
    }

    private Trace train(Backend backend, boolean recompute, double dropout) {
        NoiseSource noise = new NoiseSource(7);
        ParameterSource source = new ParameterSource(backend, 3);
        List<TransformerEncoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            layers.add(new TransformerEncoderLayer(source, noise,
                    new TransformerEncoderLayer.Config(24, 4, 40, dropout, Activation.GELU, false, 1e-5)));
        }
        long parameters = backend.memory().bytesInUse();
        Map<String, double[]> gradients = new LinkedHashMap<>();
        double[] result = null;
        long bytes = 0;
        for (int step = 0; step < 2; step++) {
            noise.step(step);
            try (var _ = Scope.open()) {
                Tensor x = Tensor.of(backend, X, values).requireGradient();
                Tensor y = x;
                for (TransformerEncoderLayer layer : layers) {
                    y = recompute ? Recomputation.of(noise, in -> layer.apply(in.getFirst()), y) : layer.apply(y);
                }
                bytes = step == 0 ? backend.memory().bytesInUse() - parameters : bytes;
                result = y.doubles();
                y.mul(y).mean().backward();
                gradients.put("x of step " + step, x.gradient().doubles());
            }
        }
        for (int i = 0; i < LAYERS; i++) {
            for (Map.Entry<String, Parameter> e : layers.get(i).parameters().entrySet()) {
                gradients.put(i + "." + e.getKey(), e.getValue().gradient().doubles());
            }
            layers.get(i).release();
        }
        return new Trace(gradients, result, bytes);
    }
}
