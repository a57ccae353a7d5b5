package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Gelu] in both forms.
class GeluTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 4), seeds(), Arbitraries.of(true, false))
                .as((shape, seed, tanh) -> new OpCase(tanh ? "gelu by tanh" : "gelu",
                        x -> tanh ? x.get(0).geluTanh() : x.get(0).gelu(),
                        List.of(Input.of(shape, OpCase.values(shape, seed, -5, 5))), seed));
    }

    @Override
    double floatTolerance() {
        return 3e-6; // a few roundings
    }
}
