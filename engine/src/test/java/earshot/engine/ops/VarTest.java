package earshot.engine.ops;

import earshot.engine.Tape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Var] over every set of axes, by n and by n - 1.
class VarTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.integers().between(0, 31))
                .filter((shape, seed, bits) -> seed % 2 == 1 || Axes.count(shape, mask(shape, bits)) > 1)
                .as((shape, seed, bits) -> {
                    Var op = new Var(mask(shape, bits), bits >= 16, seed % 2 == 0);
                    return new OpCase(op.name() + Arrays.toString(op.axes()), x -> Tape.apply(op, x.get(0)),
                            List.of(OpCase.any(shape, seed)), seed);
                });
    }
}
