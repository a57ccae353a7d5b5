package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Pow] to whole powers of any number and to broken powers of positive ones.
class PowTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 3), seeds(), Arbitraries.of(2.0, 0.0, 1.0, 3.0, -1.0, 0.5, -0.5, 1.7))
                .as((shape, seed, exponent) -> new OpCase("pow " + exponent, x -> x.get(0).pow(exponent),
                        List.of(exponent >= 0 && exponent == Math.rint(exponent)
                                ? OpCase.any(shape, seed)
                                : Input.of(shape, OpCase.values(shape, seed, 0.25, 4))),
                        seed));
    }

    @Example
    void gradientAtZeroIsThatOfPyTorch() {
        try (var _ = Scope.open()) {
            for (double exponent : new double[]{0, 1, 2}) {
                Tensor x = Tensor.full(Backends.create("reference", 1), Shape.of(1), 0).requireGradient();
                x.pow(exponent).sum().backward();
                assertEquals(exponent == 1 ? 1 : 0, x.gradient().item());
            }
        }
    }
}
