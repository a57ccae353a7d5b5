package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Abs], clear of its kink.
class AbsTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 4), seeds()).as(
                (shape, seed) -> new OpCase("abs", x -> x.get(0).abs(), List.of(OpCase.clearOfZero(shape, seed)), seed));
    }

    @Override
    double floatTolerance() {
        return 3e-6; // a few roundings
    }
}
