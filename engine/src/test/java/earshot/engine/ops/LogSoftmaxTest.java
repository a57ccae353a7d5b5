package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [LogSoftmax] along any axis, of values near and far from 0.
class LogSoftmaxTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.of(1, 20), Arbitraries.integers().between(0, 2))
                .as((shape, seed, scale, a) -> {
                    int axis = a % shape.rank();
                    return new OpCase("log_softmax along " + axis, x -> x.get(0).logSoftmax(axis),
                            List.of(Input.of(shape, OpCase.values(shape, seed, -scale, scale))), seed);
                });
    }
}
