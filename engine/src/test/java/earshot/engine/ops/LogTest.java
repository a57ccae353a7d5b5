package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Log], clear of 0.
class LogTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds())
                .as((shape, seed) -> new OpCase("log", x -> x.get(0).log(),
                        List.of(Input.of(shape, OpCase.values(shape, seed, 0.25, 4))), seed));
    }

    @Override
    double floatTolerance() {
        return 2e-6; // one rounding or two
    }
}
