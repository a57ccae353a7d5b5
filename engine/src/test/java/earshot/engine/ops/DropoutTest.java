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
import net.jqwik.api.Example;

/// [Dropout]: the mask depends on seed and stream alone, keeps the mean, and is the same on every backend.
class DropoutTest extends OpProperties {

    DropoutTest() {
        super("dropout");
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
