package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [Recompute]: the part that is run twice gives the gradients that it would give run once.
class RecomputeTest extends OpProperties {

    RecomputeTest() {
        super("recompute");
    }

    @Example
    void thePartMustKeepTheShapeOfItsFirstOperand() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(Backends.create("reference", 1), Shape.of(2, 3), 1);
            assertEquals(
                    "recompute: the part gives [3], expected [2,3], the shape of its first operand; run it without recomputation",
                    assertThrows(IllegalArgumentException.class, () -> Tape.apply(new Recompute(t -> t.getFirst().sum(0)), x))
                            .getMessage());
        }
    }
}
