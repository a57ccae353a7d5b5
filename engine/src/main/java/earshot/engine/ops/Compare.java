package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.List;

/// A comparison with NumPy's broadcasting: 1 where it holds, 0 where not. Nothing holds of NaN.
///
/// ```
/// y = [a < b], [a <= b] or [a = b]
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code CompareTest}.
public record Compare(Relation relation) implements NonDifferentiable {

    /// What is asked of {@code a} and {@code b}; the others are these with the operands swapped.
    public enum Relation {
        LESS("less", BinaryFunction.LESS), LESS_EQUAL("less_equal", BinaryFunction.LESS_EQUAL), EQUAL("eq", BinaryFunction.EQUAL);

        private final String torchName;
        private final BinaryFunction function;

        Relation(String torchName, BinaryFunction function) {
            this.torchName = torchName;
            this.function = function;
        }
    }

    @Override
    public String name() {
        return relation.torchName;
    }

    @Override
    public String why() {
        return "the outcome of a comparison does not change with small changes of the values";
    }

    /// The shape that the operands broadcast to.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.broadcast(name(), operands.get(0), operands.get(1));
    }

    @Override
    public Tensor forward(Shape shape, Tensor... operands) {
        Tensor a = operands[0];
        Tensor b = operands[1];
        Tensor y = Tensor.empty(a.backend(), shape);
        a.backend().elementwise().binary(relation.function, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(),
                b.storage(), y.storage());
        return y;
    }
}
