package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Reshape] to one axis and to more.
class ReshapeTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.of(true, false))
                .as((shape, seed, flat) -> new OpCase(flat ? "to one axis" : "to three axes",
                        x -> flat ? x.get(0).reshape(-1) : x.get(0).reshape(1, -1, 1), List.of(OpCase.any(shape, seed)), seed));
    }
}
