package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [BinaryCrossEntropy] of single logits, and its mean.
class BinaryCrossEntropyTest extends OpProperties {

    BinaryCrossEntropyTest() {
        super("binary_cross_entropy_with_logits");
    }

    @Example
    void certainAnswersCostNothingAndWrongOnesTheirLogit() {
        try (var _ = Scope.open()) {
            Backend backend = Backends.create("cpu", 1);
            Tensor x = Tensor.of(backend, Shape.of(4), 200.0, -200.0, 200.0, -200.0);
            Tensor target = Tensor.of(backend, Shape.of(4), 1.0, 0.0, 0.0, 1.0);
            assertArrayEquals(new double[]{0, 0, 200, 200}, Tape.apply(new BinaryCrossEntropy(), x, target).doubles());
        }
    }
}
