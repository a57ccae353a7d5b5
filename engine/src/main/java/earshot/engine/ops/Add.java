package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.List;

/// Sum with NumPy's broadcasting.
///
/// ```
/// y  = a + b
/// da = dy, db = dy, each summed over the axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code AddTest}.
///
/// @param inPlace writes {@code y} over {@code a}, which may not be read afterwards
public record Add(boolean inPlace) implements Differentiable<Add.Saved> {

    /// Values do not matter, shapes do.
    record Saved(Shape a, Shape b) {
    }

    @Override
    public String name() {
        return "add";
    }

    /// The shape that the operands broadcast to.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape y = Axes.broadcast(name(), operands.get(0), operands.get(1));
        if (inPlace && !y.equals(operands.get(0))) {
            throw new IllegalArgumentException("add in place: the result " + y + " does not fit over the first operand "
                    + operands.get(0) + "; swap the operands or use add()");
        }
        return y;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor b = operands[1];
        Tensor a = inPlace ? operands[0].overwrite(name()) : operands[0];
        Tensor y = inPlace ? a : Tensor.empty(a.backend(), shape);
        a.backend().elementwise().binary(BinaryFunction.ADD, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(),
                b.storage(), y.storage());
        return new Forward<>(y, new Saved(a.shape(), b.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{needs[0] ? Axes.sumTo(dy, s.a) : null, needs[1] ? Axes.sumTo(dy, s.b) : null};
    }
}
