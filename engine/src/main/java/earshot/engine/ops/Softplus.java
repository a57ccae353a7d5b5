package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// A smooth form of the rectifier.
///
/// ```
/// y  = ln(1 + e^x)
/// dx = dy · σ(x)
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code SoftplusTest}.
public record Softplus() implements Differentiable<Softplus.Saved> {

    /// Where the result has no digits left, the input still has.
    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "softplus";
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
        x.backend().elementwise().unary(UnaryFunction.SOFTPLUS, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.SOFTPLUS, dx.shape().count(), s.x.storage(), s.x.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
