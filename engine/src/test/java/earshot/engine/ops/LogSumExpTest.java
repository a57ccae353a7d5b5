package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [LogSumExp] over every set of axes.
class LogSumExpTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.integers().between(0, 31)).as((shape, seed, bits) -> {
            LogSumExp op = new LogSumExp(mask(shape, bits), bits >= 16);
            return new OpCase(op.name() + Arrays.toString(op.axes()), x -> Tape.apply(op, x.get(0)),
                    List.of(OpCase.any(shape, seed)), seed);
        });
    }

    @Example
    void largeAndInfiniteValues() {
        try (var _ = Scope.open()) {
            Backend backend = Backends.create("cpu", 1);
            assertEquals(1000 + Math.log(2), Tensor.of(backend, Shape.of(2), 1000.0, 1000.0).logSumExp().item(), 1e-4);
            double none = Double.NEGATIVE_INFINITY;
            assertEquals(none, Tensor.of(backend, Shape.of(2), none, none).logSumExp().item());
            assertEquals(3, Tensor.of(backend, Shape.of(2), none, 3.0).logSumExp().item(), 1e-6);
        }
    }
}
