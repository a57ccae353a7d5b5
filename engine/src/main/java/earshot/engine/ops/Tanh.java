package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The hyperbolic tangent of every element.
///
/// ```
/// y  = tanh x
/// dx = dy · (1 - y²)
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code TanhTest}.
public record Tanh() implements Differentiable<Tanh.Saved> {

    /// The derivative reads the result alone.
    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "tanh";
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
        x.backend().elementwise().unary(UnaryFunction.TANH, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.TANH, dx.shape().count(), s.y.storage(), s.y.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
