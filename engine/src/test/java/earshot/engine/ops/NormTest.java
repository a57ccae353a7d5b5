package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Norm] over every set of axes, clear of 0.
class NormTest extends OpProperties {

    NormTest() {
        super("norm");
    }

    @Example
    void gradientOfZeroIsZero() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(Backends.create("reference", 1), Shape.of(3), 0).requireGradient();
            x.norm().backward();
            assertArrayEquals(new double[]{0, 0, 0}, x.gradient().doubles());
        }
    }
}
