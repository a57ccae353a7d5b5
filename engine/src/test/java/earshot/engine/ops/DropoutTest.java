package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Dropout]: the mask depends on seed and stream alone, keeps the mean, and is the same on every backend.
class DropoutTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 3), seeds(), Arbitraries.of(0.0, 0.1, 0.5, 1.0))
                .as((shape, seed, p) -> new OpCase("dropout " + p, x -> Tape.apply(new Dropout(p, seed, 3), x.get(0)),
                        List.of(OpCase.any(shape, seed)), seed));
    }

    @Example
    void keepsWhatItSaysAndScalesIt() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(Backends.create("cpu", 2), Shape.of(100_000), 3);
            double[] y = Tape.apply(new Dropout(0.25, 7, 1), x).doubles();
            assertEquals(0.75, Arrays.stream(y).filter(v -> v == 4).count() / 1e5, 0.007);
            assertEquals(0.25, Arrays.stream(y).filter(v -> v == 0).count() / 1e5, 0.007);
            assertArrayEquals(y, Tape.apply(new Dropout(0.25, 7, 1), x).doubles());
            assertFalse(Arrays.equals(y, Tape.apply(new Dropout(0.25, 7, 2), x).doubles()));
        }
    }
}
