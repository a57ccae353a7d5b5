package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [BinaryCrossEntropy] of single logits, and its mean.
class BinaryCrossEntropyTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 3), seeds(), Arbitraries.of(true, false)).as((shape, seed, mean) -> new OpCase(
                mean ? "mean" : "each",
                x -> mean ? x.get(0).binaryCrossEntropy(x.get(1)) : Tape.apply(new BinaryCrossEntropy(), x.get(0), x.get(1)),
                List.of(OpCase.any(shape, seed), Input.constant(shape, OpCase.values(shape, seed + 1, 0, 1))), seed));
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
