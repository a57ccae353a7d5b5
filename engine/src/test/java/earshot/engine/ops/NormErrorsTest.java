package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.api.Test;

/// What layer and group norms say when operands do not fit.
class NormErrorsTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void layers() {
        says("layer_norm: input [2,3] does not end with the normalised axes [4]; reshape the input or build the layer for its last"
                + " axes, of at least one value", new LayerNorm(Shape.of(4), 1e-5), Shape.of(2, 3));
        says("layer_norm: weight and bias must have the normalised shape [3], got [2]; build the layer for these axes",
                new LayerNorm(Shape.of(3), 1e-5), Shape.of(2, 3), Shape.of(3), Shape.of(2));
    }

    @Test
    void groups() {
        says("group_norm: 4 groups do not divide the 6 channels of input [2,5,6]; choose a divisor", new GroupNorm(4, 1e-5),
                Shape.of(2, 5, 6));
        says("group_norm: input [2,0,6] has no value in a group, which has no mean; use larger items", new GroupNorm(2, 1e-5),
                Shape.of(2, 0, 6));
        says("group_norm: input [2,5,6] has 6 channels, weight and bias have [3]; build the layer for 6 channels",
                new GroupNorm(2, 1e-5), Shape.of(2, 5, 6), Shape.of(3), Shape.of(3));
        says("group_norm: input must have channels as its last of at least two axes, got [6]", new GroupNorm(2, 1e-5),
                Shape.of(6));
    }

    private void says(String message, Differentiable<?> op, Shape... shapes) {
        try (var _ = Scope.open()) {
            Tensor[] operands = new Tensor[shapes.length];
            for (int i = 0; i < shapes.length; i++) {
                operands[i] = Tensor.full(backend, shapes[i], 1);
            }
            var error = assertThrows(IllegalArgumentException.class, () -> Tape.apply(op, operands));
            assertEquals(message, error.getMessage());
        }
    }
}
