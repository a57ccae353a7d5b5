package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The absolute value of every element.
///
/// ```
/// y  = |x|
/// dx = dy · sign(x), 0 where x = 0
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code AbsTest}.
public record Abs() implements Differentiable<Abs.Saved> {

    /// The result has lost the sign.
    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "abs";
    }

    /// Any shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().elementwise().unary(UnaryFunction.ABS, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.ABS, dx.shape().count(), s.x.storage(), s.x.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
