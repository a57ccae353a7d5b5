package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Minimum] of numbers that no step of the differences can put into another order, with broadcasting.
class MinimumTest extends OpProperties {

    MinimumTest() {
        super("minimum");
    }

    @Example
    void equalOperandsShareTheGradient() {
        try (var _ = Scope.open()) {
            Backend backend = Backends.create("reference", 1);
            Tensor a = Tensor.of(backend, Shape.of(3), 1.0, 5.0, 3.0).requireGradient();
            Tensor b = Tensor.of(backend, Shape.of(3), 2.0, 4.0, 3.0).requireGradient();
            a.minimum(b).sum().backward();
            assertArrayEquals(new double[]{1, 0, 0.5}, a.gradient().doubles());
            assertArrayEquals(new double[]{0, 1, 0.5}, b.gradient().doubles());
        }
    }
}
