package earshot.engine.ops;

import earshot.engine.Tensor;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Parts along an axis, multiplied with each other so that each has a gradient of its own.
class SplitTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.integers().between(0, 2)).as((shape, seed, a) -> {
            int axis = a % shape.rank();
            int n = shape.size(axis);
            return new OpCase("split along " + axis, x -> {
                List<Tensor> parts = x.get(0).concat(axis, x.get(0)).split(axis, n - 1, n, 1);
                return parts.get(1).mul(parts.get(0).concat(axis, parts.get(2)));
            }, List.of(OpCase.any(shape, seed)), seed);
        });
    }
}
