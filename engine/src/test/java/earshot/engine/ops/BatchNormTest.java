package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [BatchNorm] in training and inference, of rows and of images, and its running statistics.
class BatchNormTest extends OpProperties {

    BatchNormTest() {
        super("batch_norm");
    }

    @Example
    void runningVarianceIsUnbiased() {
        Backend backend = Backends.create("reference", 1);
        try (var _ = Scope.open()) {
            Tensor mean = Tensor.full(backend, Shape.of(1), 10);
            Tensor var = Tensor.full(backend, Shape.of(1), 20);
            Tensor one = Tensor.full(backend, Shape.of(1), 1);
            Tape.apply(new BatchNorm(true, 0.25, 0, mean, var), Tensor.of(backend, Shape.of(3, 1), 1.0, 2.0, 6.0), one, one);
            assertEquals(0.75 * 10 + 0.25 * 3, mean.item(), 1e-12);
            assertEquals(0.75 * 20 + 0.25 * (4 + 1 + 9) / 2, var.item(), 1e-12);
        }
    }
}
