package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Norms as layers, and squeeze and excitation.
class NormLayersTest {
    private final Backend backend = Backends.create("reference", 1);
    private final ParameterSource source = new ParameterSource(backend, 5);

    @Test
    void layerAndGroupNormsBeginWithoutWeightsOfTheirOwn() {
        assertEquals(List.of("weight", "bias"), List.copyOf(new LayerNorm(source, 6).state().keySet()));
        assertEquals(List.of("weight", "bias"), List.copyOf(new GroupNorm(source, 2, 6).state().keySet()));
        assertTrue(new LayerNorm(source, Shape.of(5, 6), 1e-5, false).state().isEmpty());
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor x = Tensor.of(backend, Shape.of(3, 5, 6), new Random(1).doubles(90).toArray());
            assertArrayEquals(new LayerNorm(source, Shape.of(6), 1e-5, false).apply(x).doubles(),
                    new LayerNorm(source, 6).apply(x).doubles());
            assertArrayEquals(new GroupNorm(source, 3, 6, 1e-5, false).apply(x).doubles(),
                    new GroupNorm(source, 3, 6).apply(x).doubles());
            // One group over all positions is a layer norm of whole items.
            assertArrayEquals(new LayerNorm(source, Shape.of(5, 6), 1e-5, false).apply(x).doubles(),
                    new GroupNorm(source, 1, 6).apply(x).doubles(), 1e-14);
        }
    }

    @Test
    void batchNormOfSequencesIsThatOfImagesOneRowHigh() {
        BatchNorm1d sequences = new BatchNorm1d(source, 6);
        BatchNorm2d images = new BatchNorm2d(source, 6);
        assertEquals(images.state().keySet(), sequences.state().keySet());
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(3, 5, 6), new Random(1).doubles(90).toArray());
            assertArrayEquals(images.apply(x.reshape(3, 1, 5, 6)).doubles(), sequences.apply(x).doubles());
            images.eval();
            sequences.eval();
            assertArrayEquals(images.apply(x.reshape(3, 1, 5, 6)).doubles(), sequences.apply(x).doubles());
        }
    }

    @Test
    void squeezeAndExcitationScalesChannels() {
        SqueezeExcite layer = new SqueezeExcite(source, 3, 2, Tensor::silu);
        assertEquals(List.of("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"), List.copyOf(layer.state().keySet()));
        double[] values = new Random(2).doubles(2 * 4 * 5 * 3, -1, 2).map(v -> (float) v).toArray();
        double[] w1 = layer.parameters().get("fc1.weight").value().doubles(); // [1, 1, 3, 2]
        double[] b1 = layer.parameters().get("fc1.bias").value().doubles();
        double[] w2 = layer.parameters().get("fc2.weight").value().doubles(); // [1, 1, 2, 3]
        double[] b2 = layer.parameters().get("fc2.bias").value().doubles();
        double[] expected = new double[values.length];
        for (int n = 0; n < 2; n++) {
            double[] mean = new double[3];
            for (int i = 0; i < 60; i++) {
                mean[i % 3] += values[60 * n + i] / 20;
            }
            double[] scale = b2.clone();
            for (int j = 0; j < 2; j++) {
                double z = b1[j] + mean[0] * w1[j] + mean[1] * w1[2 + j] + mean[2] * w1[4 + j];
                for (int c = 0; c < 3; c++) {
                    scale[c] += z / (1 + Math.exp(-z)) * w2[3 * j + c];
                }
            }
            for (int i = 0; i < 60; i++) {
                expected[60 * n + i] = values[60 * n + i] / (1 + Math.exp(-scale[i % 3]));
            }
        }
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            assertArrayEquals(expected, layer.apply(Tensor.of(backend, Shape.of(2, 4, 5, 3), values)).doubles(), 1e-14);
        }
        GradCheck.Result r = GradCheck.differences(backend, x -> layer.apply(x.getFirst()),
                List.of(GradCheck.Input.of(Shape.of(2, 4, 5, 3), values)), 1);
        assertTrue(r.error() < 1e-6, r.toString());
    }
}
