package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The exponential of every element.
///
/// ```
/// y  = e^x
/// dx = dy · y
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code ExpTest}.
public record Exp() implements Differentiable<Exp.Saved> {

    /// The derivative is the result, so the input is not kept.
    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "exp";
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
        x.backend().elementwise().unary(UnaryFunction.EXP, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.EXP, dx.shape().count(), s.y.storage(), s.y.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
