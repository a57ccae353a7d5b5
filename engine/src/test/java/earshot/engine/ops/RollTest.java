package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Roll] by any number of places, more than there are among them.
class RollTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(1, 3), seeds(), Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(-20, 20)).as((shape, seed, a, shift) -> {
                    int axis = a % shape.rank();
                    return new OpCase("roll along " + axis + " by " + shift, x -> x.get(0).roll(axis, shift),
                            List.of(OpCase.any(shape, seed)), seed);
                });
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
