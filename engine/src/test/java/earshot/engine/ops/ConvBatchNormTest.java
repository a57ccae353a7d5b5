package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import net.jqwik.api.Example;

/// [ConvBatchNorm] with windows and groups of every kind, shortcuts and activations.
class ConvBatchNormTest extends OpProperties {

    ConvBatchNormTest() {
        super("conv_batch_norm");
    }

    @Example
    void needsFixedStatistics() {
        Backend backend = Backends.create("reference", 1);
        try (var _ = Scope.open()) {
            Tensor one = Tensor.full(backend, Shape.of(1), 1);
            var e = assertThrows(IllegalArgumentException.class,
                    () -> new ConvBatchNorm(new Conv2d(Window.square(3, 1, 1), 1), new BatchNorm(true, 0.1, 1e-5, one, one)));
            assertEquals(
                    "conv_batch_norm: statistics of a batch are known after the convolution only; apply conv2d and batch_norm one"
                            + " after the other in training",
                    e.getMessage());
        }
    }
}
