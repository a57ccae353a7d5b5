package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [CosineLoss] of rows with one or several axes.
class CosineLossTest extends OpProperties {
    private final Backend backend = Backends.create("reference", 1);

    CosineLossTest() {
        super("cosine_loss");
    }

    /// Alike, at a right angle, opposite, and nothing at all.
    @Example
    void onlyDirectionsCount() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(2, 2, 2), 3.0, 0, 0, 5, 1, 1, 0, 0);
            Tensor target = Tensor.of(backend, Shape.of(2, 2, 2), 0.1, 0, 7, 0, -2, -2, 1, 2);
            assertEquals((0 + 1 + 2 + 1) / 4.0, x.cosineLoss(target).item(), 1e-12);
        }
    }

    @Example
    void misuseIsExplained() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(backend, Shape.of(2, 3), 1);
            String message = assertThrows(IllegalArgumentException.class,
                    () -> x.cosineLoss(Tensor.full(backend, Shape.of(2, 4), 1))).getMessage();
            assertEquals(
                    "cosine_loss: need vectors and targets [rows…, width] of one shape with at least 1 row, got [2,3] and [2,4]",
                    message);
        }
    }
}
