package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [NtXent] of both views.
class NtXentTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(2, 2), seeds(), Arbitraries.of(0.1, 0.5, 1.0))
                .filter((shape, seed, t) -> shape.size(0) < 9)
                .as((shape, seed, temperature) -> new OpCase("nt_xent at " + temperature,
                        x -> x.get(0).ntXent(x.get(1), temperature),
                        List.of(OpCase.clearOfZero(shape, seed), OpCase.clearOfZero(shape, seed + 1)), seed));
    }

    @Override
    double floatTolerance() {
        return 1e-4; // gradients of directions that hardly matter are differences of like numbers, divided by the temperature
    }
}
