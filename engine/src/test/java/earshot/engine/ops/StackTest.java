package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Tensors side by side along a new axis at any place.
class StackTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 3), seeds(), Arbitraries.integers().between(0, 3)).as((shape, seed, a) -> {
            int axis = a % (shape.rank() + 1) - (seed % 2 == 0 ? shape.rank() + 1 : 0);
            return new OpCase("stack at " + axis, x -> x.get(0).stack(axis, x.get(1), x.get(0)),
                    List.of(OpCase.any(shape, seed), OpCase.any(shape, seed + 1)), seed);
        });
    }
}
