package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Affine] and negation.
class AffineTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.of(-1.0, 0.0, 0.5, 3.0), Arbitraries.of(0.0, -2.5))
                .as((shape, seed, scale, shift) -> new OpCase(scale + " x + " + shift, x -> x.get(0).affine(scale, shift),
                        List.of(OpCase.any(shape, seed)), seed));
    }
}
