package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The mean squared error, for both operands.
class MeanSquaredErrorTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 3), seeds()).as((shape, seed) -> new OpCase("mean squared error",
                x -> x.get(0).meanSquaredError(x.get(1)), List.of(OpCase.any(shape, seed), OpCase.any(shape, seed + 1)), seed));
    }
}
