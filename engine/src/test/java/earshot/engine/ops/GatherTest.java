package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Gather] along any axis.
class GatherTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.integers().between(0, 2), Arbitraries.of(0, 1, 2, 7))
                .as((shape, seed, a, count) -> {
                    int axis = a % shape.rank();
                    Shape index = shape.with(axis, count);
                    return new OpCase("gather along " + axis, x -> x.get(0).gather(axis,
                            Tensor.ofInts(x.get(0).backend(), index, OpCase.positions(index, shape.size(axis), seed))),
                            List.of(OpCase.any(shape, seed)), seed);
                });
    }
}
