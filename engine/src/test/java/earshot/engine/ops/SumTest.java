package earshot.engine.ops;

import earshot.engine.Tape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Sum] over every set of axes, which vanish or stay.
class SumTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.integers().between(0, 31)).as((shape, seed, bits) -> {
            boolean[] axes = new boolean[shape.rank()];
            for (int i = 0; i < axes.length; i++) {
                axes[i] = (bits >> i & 1) == 1;
            }
            Sum op = new Sum(axes, bits >= 16);
            return new OpCase(op.name() + Arrays.toString(axes), x -> Tape.apply(op, x.get(0)), List.of(OpCase.any(shape, seed)),
                    seed);
        });
    }
}
