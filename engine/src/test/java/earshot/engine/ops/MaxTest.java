package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Max] over every set of axes, of values that no step of the differences can put into another order.
class MaxTest extends OpProperties {

    MaxTest() {
        super("max");
    }

    @Example
    void theFirstOfEqualMaximaGetsTheGradient() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("cpu", 1), Shape.of(2, 3), 1.0, 4.0, 4.0, 4.0, 0.0, 2.0).requireGradient();
            Tensor y = x.max();
            assertEquals(4, y.item());
            y.backward();
            assertArrayEquals(new double[]{0, 1, 0, 0, 0, 0}, x.gradient().doubles());
            assertArrayEquals(new double[]{4, 4, 4}, x.detach().max(0).doubles());
        }
    }
}
