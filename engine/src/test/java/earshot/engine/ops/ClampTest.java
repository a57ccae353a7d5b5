package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Clamp], clear of its bounds, of which one or both may be infinite.
class ClampTest extends OpProperties {

    ClampTest() {
        super("clamp");
    }

    @Example
    void gradientPassesAtTheBounds() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("reference", 1), Shape.of(4), -2.0, -1.0, 1.0, 1.5).requireGradient();
            x.clamp(-1, 1).sum().backward();
            assertArrayEquals(new double[]{0, 1, 1, 0}, x.gradient().doubles());
        }
    }
}
