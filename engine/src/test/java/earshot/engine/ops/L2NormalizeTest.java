package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Division by the norm along any axis, clear of 0, or by the bound where the norm is smaller.
class L2NormalizeTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.integers().between(0, 2), Arbitraries.of(1e-12, 100.0))
                .as((shape, seed, a, eps) -> {
                    int axis = a % shape.rank();
                    return new OpCase("normalised along " + axis + ", at least " + eps, x -> x.get(0).l2Normalize(axis, eps),
                            List.of(OpCase.clearOfZero(shape, seed)), seed);
                });
    }
}
