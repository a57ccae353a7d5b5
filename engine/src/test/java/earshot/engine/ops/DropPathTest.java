package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.Arrays;
import net.jqwik.api.Example;

/// [DropPath]: whole samples stay or go.
class DropPathTest extends OpProperties {

    DropPathTest() {
        super("drop_path");
    }

    @Example
    void samplesStayOrGoAsAWhole() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(Backends.create("cpu", 2), Shape.of(1000, 2, 3), 1);
            double[] y = Tape.apply(new DropPath(0.5, 7, 1), x).doubles();
            int kept = 0;
            for (int sample = 0; sample < 1000; sample++) {
                double first = y[6 * sample];
                assertTrue(Arrays.stream(y, 6 * sample, 6 * sample + 6).allMatch(v -> v == first));
                kept += first == 2 ? 1 : 0;
            }
            assertEquals(500, kept, 80);
        }
    }
}
