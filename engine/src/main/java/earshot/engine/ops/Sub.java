package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.List;

/// Difference with NumPy's broadcasting.
///
/// ```
/// y  = a - b
/// da = dy, db = -dy, each summed over the axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code SubTest}.
public record Sub() implements Differentiable<Sub.Saved> {

    /// Values do not matter, shapes do.
    record Saved(Shape a, Shape b) {
    }

    @Override
    public String name() {
        return "sub";
    }

    /// The shape that the operands broadcast to.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.broadcast(name(), operands.get(0), operands.get(1));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor a = operands[0];
        Tensor b = operands[1];
        Tensor y = Tensor.empty(a.backend(), shape);
        a.backend().elementwise().binary(BinaryFunction.SUB, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(),
                b.storage(), y.storage());
        return new Forward<>(y, new Saved(a.shape(), b.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{needs[0] ? Axes.sumTo(dy, s.a) : null, needs[1] ? Axes.sumTo(dy.neg(), s.b) : null};
    }
}
