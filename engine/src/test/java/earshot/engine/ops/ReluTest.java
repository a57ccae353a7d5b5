package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Relu], clear of its kink, into new memory and in place.
class ReluTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.of(true, false))
                .as((shape, seed, inPlace) -> new OpCase(inPlace ? "relu in place" : "relu",
                        x -> inPlace ? x.get(0).reluInPlace() : x.get(0).relu(), List.of(OpCase.clearOfZero(shape, seed)), seed));
    }
}
