package earshot.engine.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Differentiable;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The check itself: it passes what is right and catches what is wrong.
class GradCheckTest {
    private final Backend backend = Backends.create("reference", 1);
    private final List<GradCheck.Input> inputs = List.of(GradCheck.Input.of(Shape.of(2, 3), 0.1, -0.4, 1.2, 0.3, 0.9, -1.1));

    /// A square whose gradient is off by the given factor.
    private record Square(double factor) implements Differentiable<Square.Saved> {
        record Saved(Tensor x) {
        }

        @Override
        public String name() {
            return "square";
        }

        @Override
        public Shape shape(List<Shape> operands) {
            return operands.getFirst();
        }

        @Override
        public Forward<Saved> forward(Shape shape, Tensor... operands) {
            return new Forward<>(operands[0].mul(operands[0]), new Saved(operands[0]));
        }

        @Override
        public Tensor[] backward(Saved saved, Tensor dy, boolean[] needs) {
            return new Tensor[]{dy.mul(saved.x).affine(2 * factor, 0)};
        }
    }

    @Test
    void aRightGradientPasses() {
        GradCheck.Result r = GradCheck.differences(backend, x -> Tape.apply(new Square(1), x.getFirst()), inputs, 5);
        assertTrue(r.error() < 1e-9, r.toString());
    }

    @Test
    void aSlightlyWrongGradientIsCaughtAndNamed() {
        GradCheck.Result r = GradCheck.differences(backend, x -> Tape.apply(new Square(1.00001), x.getFirst()), inputs, 5);
        assertTrue(r.error() > 1e-6, r.toString());
        assertTrue(r.where().startsWith("gradient of operand 0 [2,3], element "), r.where());
    }

    @Test
    void backendsThatDifferAreCaught() {
        Backend cpu = Backends.create("cpu", 1);
        GradCheck.Result same = GradCheck.backends(backend, cpu, x -> x.getFirst().exp(), inputs, 1, 5);
        assertTrue(same.error() < 1e-6, same.toString());
        GradCheck.Result other = GradCheck.backends(backend, cpu,
                x -> x.getFirst().affine(x.getFirst().backend() == cpu ? 1.001 : 1, 0), inputs, 1, 5);
        assertTrue(other.error() > 1e-4, other.toString());
    }
}
