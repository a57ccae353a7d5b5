package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Pow] to whole powers of any number and to broken powers of positive ones.
class PowTest extends OpProperties {

    PowTest() {
        super("pow");
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
