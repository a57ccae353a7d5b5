package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Repeat] along every axis, also not at all.
class RepeatTest extends OpProperties {

    RepeatTest() {
        super("repeat");
    }

    @Example
    void theWholeIsRepeatedNotItsElements() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("cpu", 1), Shape.of(1, 2), 1.0, 2.0);
            assertArrayEquals(new double[]{1, 2, 1, 2, 1, 2, 1, 2}, x.repeat(2, 2).doubles());
        }
    }
}
