package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Exp], where it neither overflows nor vanishes.
class ExpTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds())
                .as((shape, seed) -> new OpCase("exp", x -> x.get(0).exp(), List.of(OpCase.any(shape, seed)), seed));
    }

    @Override
    double floatTolerance() {
        return 2e-6; // one rounding or two
    }
}
