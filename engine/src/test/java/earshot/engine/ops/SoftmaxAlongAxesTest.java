package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Softmax] along any axis.
class SoftmaxAlongAxesTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 4), seeds(), Arbitraries.integers().between(1, 4)).as((shape, seed, a) -> {
            int axis = -(1 + a % shape.rank());
            return new OpCase("softmax along " + axis, x -> x.get(0).softmax(axis), List.of(OpCase.any(shape, seed)), seed);
        });
    }
}
