package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.elementwise.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Self-attention and the encoder's layers: what they compute, how they begin, and their dropout.
class MultiHeadAttentionTest {
    private static final Shape X = Shape.of(2, 5, 12);
    private final Backend backend = Backends.create("reference", 1);
    private final double[] values = new Random(1).doubles(X.count(), -2, 2).map(v -> (float) v).toArray();

    @Test
    void isTheSoftmaxOfProductsHeadByHead() {
        MultiHeadAttention layer = new MultiHeadAttention(new ParameterSource(backend, 1), null, 12, 3, 0);
        Map<String, Parameter> p = layer.parameters();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor x = Tensor.of(backend, X, values);
            Tensor bias = Tensor.of(backend, Shape.of(1, 3, 5, 5), new Random(2).doubles(75).toArray());
            Tensor qkv = x.linear(p.get("in_proj_weight").value(), p.get("in_proj_bias").value()).reshape(2, 5, 3, 3, 4).permute(
                    2,
                    0, 3, 1, 4);
            Tensor q = qkv.slice(0, 0, 1).reshape(2, 3, 5, 4);
            Tensor k = qkv.slice(0, 1, 2).reshape(2, 3, 5, 4);
            Tensor v = qkv.slice(0, 2, 3).reshape(2, 3, 5, 4);
            Tensor weights = q.matmul(k, false, true).affine(0.5, 0).add(bias).softmax();
            Tensor y = weights.matmul(v).permute(0, 2, 1, 3).reshape(2, 5, 12).linear(p.get("out_proj.weight").value(),
                    p.get("out_proj.bias").value());
            assertArrayEquals(y.doubles(), layer.apply(x, bias, null).doubles(), 1e-14);
        }
    }

    /// What can be looked at is what values are multiplied with, in any layer of an encoder.
    @Test
    void weightsAreThoseThatValuesAreMultipliedWith() {
        MultiHeadAttention layer = new MultiHeadAttention(new ParameterSource(backend, 1), null, 12, 3, 0);
        Map<String, Parameter> p = layer.parameters();
        var config = new TransformerEncoderLayer.Config(12, 3, 20, 0, Activation.GELU, true, 1e-5);
        TransformerEncoder encoder = new TransformerEncoder(new ParameterSource(backend, 2), null, config, 2, true);
        ParameterSource again = new ParameterSource(backend, 2);
        TransformerEncoderLayer first = new TransformerEncoderLayer(again, null, config);
        TransformerEncoderLayer second = new TransformerEncoderLayer(again, null, config);
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor x = Tensor.of(backend, X, values);
            Tensor v = x.linear(p.get("in_proj_weight").value(), p.get("in_proj_bias").value()).slice(2, 24, 36)
                    .reshape(2, 5, 3, 4).permute(0, 2, 1, 3);
            Tensor weights = layer.weights(x);
            assertEquals(Shape.of(2, 3, 5, 5), weights.shape());
            Tensor y = weights.matmul(v).permute(0, 2, 1, 3).reshape(2, 5, 12).linear(p.get("out_proj.weight").value(),
                    p.get("out_proj.bias").value());
            assertArrayEquals(layer.apply(x).doubles(), y.doubles(), 1e-14);
            assertArrayEquals(first.weights(x).doubles(), encoder.weights(x, 0).doubles());
            assertArrayEquals(second.weights(first.apply(x)).doubles(), encoder.weights(x, 1).doubles());
        }
    }

    @Test
    void beginsAsPyTorchDoes() {
        MultiHeadAttention layer = new MultiHeadAttention(new ParameterSource(backend, 1), null, 12, 3, 0);
        assertEquals(List.of("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"),
                List.copyOf(layer.state().keySet()));
        double bound = Math.sqrt(6.0 / 48);
        double largest = Arrays.stream(layer.parameters().get("in_proj_weight").value().doubles()).map(Math::abs).max()
                .orElseThrow();
        assertTrue(largest <= bound && largest > 0.95 * bound, "largest " + largest);
        assertArrayEquals(new double[36], layer.parameters().get("in_proj_bias").value().doubles());
        assertArrayEquals(new double[12], layer.parameters().get("out_proj.bias").value().doubles());
    }

    @Test
    void headsMustDivideTheWidth() {
        var error = assertThrows(IllegalArgumentException.class,
                () -> new MultiHeadAttention(new ParameterSource(backend, 1), null, 12, 5, 0));
        assertEquals("multi-head attention: 5 heads do not divide the width 12; choose a divisor", error.getMessage());
        error = assertThrows(IllegalArgumentException.class,
                () -> new MultiHeadAttention(new ParameterSource(backend, 1), null, 12, 3, -0.1));
        assertEquals("attention: dropout is the probability of 0 and must be in [0, 1], got -0.1", error.getMessage());
    }

    @Test
    void layersHavePyTorchsNamesAndRightGradients() {
        for (boolean normFirst : new boolean[]{true, false}) {
            TransformerEncoderLayer layer = layer(backend, new NoiseSource(0), normFirst, 0);
            assertEquals(List.of("self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight",
                    "self_attn.out_proj.bias", "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias",
                    "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"), List.copyOf(layer.state().keySet()));
            GradCheck.Result r = GradCheck.differences(backend, x -> layer.apply(x.getFirst()),
                    List.of(GradCheck.Input.of(X, values)), 1);
            assertTrue(r.error() < 1e-6, r.toString());
            Backend cpu = Backends.create("cpu", 2);
            TransformerEncoderLayer twin = layer(cpu, new NoiseSource(0), normFirst, 0);
            r = GradCheck.backends(backend, cpu, x -> (x.getFirst().backend() == cpu ? twin : layer).apply(x.getFirst()),
                    List.of(GradCheck.Input.of(X, values)), 1, 1);
            assertTrue(r.error() < 1e-5, r.toString());
        }
    }

    @Test
    void postNormEndsNormalised() {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor y = layer(backend, new NoiseSource(0), false, 0).apply(Tensor.of(backend, X, values));
            assertArrayEquals(new double[10], y.mean(2).doubles(), 1e-14);
        }
    }

    @Test
    void dropoutFollowsTheStepAndEndsWithTraining() {
        NoiseSource noise = new NoiseSource(3);
        TransformerEncoderLayer layer = layer(backend, noise, true, 0.4);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, X, values);
            noise.step(7);
            double[] first = layer.apply(x).doubles();
            double[] second = layer.apply(x).doubles();
            assertFalse(Arrays.equals(first, second), "every pass draws anew");
            noise.step(7);
            assertArrayEquals(first, layer.apply(x).doubles(), "and the same step draws the same");
            layer.eval();
            assertArrayEquals(layer.apply(x).doubles(), layer.apply(x).doubles());
        }
    }

    private static TransformerEncoderLayer layer(Backend backend, NoiseSource noise, boolean normFirst, double dropout) {
        return new TransformerEncoderLayer(new ParameterSource(backend, 4), noise,
                new TransformerEncoderLayer.Config(12, 3, 20, dropout, Activation.GELU, normFirst, 1e-5));
    }
}
