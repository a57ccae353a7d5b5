package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Roll] by any number of places, more than there are among them.
class RollTest extends OpProperties {

    RollTest() {
        super("roll");
    }

    @Example
    void positiveShiftsMoveToTheBack() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("cpu", 1), Shape.of(4), 1.0, 2.0, 3.0, 4.0);
            assertArrayEquals(new double[]{4, 1, 2, 3}, x.roll(0, 1).doubles());
            assertArrayEquals(new double[]{2, 3, 4, 1}, x.roll(-1, -5).doubles());
        }
    }
}
