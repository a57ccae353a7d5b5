package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Softmax] of rows, some far from 0.
class SoftmaxTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.of(1, 20))
                .as((shape, seed, scale) -> new OpCase("softmax of " + scale + " x", x -> x.get(0).softmax(),
                        List.of(Input.of(shape, OpCase.values(shape, seed, -scale, scale))), seed));
    }
}
