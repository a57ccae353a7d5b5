package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.List;

/// Quotient of elements with NumPy's broadcasting.
///
/// ```
/// y  = a / b
/// da = dy / b, db = -dy · y / b, each summed over the axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code DivTest}.
public record Div() implements Differentiable<Div.Saved> {

    /// With the result at hand the numerator is not needed; its shape is.
    record Saved(Shape a, Tensor b, Tensor y) {
    }

    @Override
    public String name() {
        return "div";
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
        a.backend().elementwise().binary(BinaryFunction.DIV, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(),
                b.storage(), y.storage());
        return new Forward<>(y, new Saved(a.shape(), b, y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor t = dy.div(s.b);
        return new Tensor[]{needs[0] ? Axes.sumTo(t, s.a) : null,
                needs[1] ? Axes.sumTo(t.mul(s.y).neg(), s.b.shape()) : null};
    }
}
