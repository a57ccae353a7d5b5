package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Sigmoid], also where it is nearly flat.
class SigmoidTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 4), seeds()).as(
                (shape, seed) -> new OpCase("sigmoid", x -> x.get(0).sigmoid(),
                        List.of(Input.of(shape, OpCase.values(shape, seed, -5, 5))), seed));
    }

    @Override
    double floatTolerance() {
        return 3e-6; // a few roundings
    }
}
