package earshot.engine.ops;

import earshot.engine.Tape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Min] over every set of axes, of values that no step of the differences can put into another order.
class MinTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.integers().between(0, 31)).as((shape, seed, bits) -> {
            Min op = new Min(mask(shape, bits), bits >= 16);
            return new OpCase(op.name() + Arrays.toString(op.axes()), x -> Tape.apply(op, x.get(0)),
                    List.of(OpCase.distinct(shape, seed)), seed);
        });
    }
}
