package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tape;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [WeightNorm] over any axes, of directions whose norm is well above 0.
class WeightNormTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 4), Arbitraries.integers().between(0, 15), seeds()).as((v, axes, seed) -> {
            boolean[] mask = new boolean[v.rank()];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = (axes >> i & 1) == 1;
            }
            Shape g = Axes.reduced(v, mask, true);
            return new OpCase("weight_norm", x -> Tape.apply(new WeightNorm(mask), x.get(0), x.get(1)),
                    List.of(OpCase.clearOfZero(v, seed), OpCase.any(g, seed + 1)), seed);
        });
    }

    @Override
    double floatTolerance() {
        return 5e-5; // a difference of vectors that are nearly alike
    }
}
