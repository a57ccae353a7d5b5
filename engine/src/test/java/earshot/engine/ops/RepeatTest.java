package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Repeat] along every axis, also not at all.
class RepeatTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 3), seeds()).as((shape, seed) -> {
            int[] times = new Random(seed).ints(shape.rank(), 0, 4).toArray();
            return new OpCase("repeat", x -> x.get(0).repeat(times), List.of(OpCase.any(shape, seed)), seed);
        });
    }

    @Example
    void theWholeIsRepeatedNotItsElements() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("cpu", 1), Shape.of(1, 2), 1.0, 2.0);
            assertArrayEquals(new double[]{1, 2, 1, 2, 1, 2, 1, 2}, x.repeat(2, 2).doubles());
        }
    }
}
