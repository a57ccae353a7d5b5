package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The logistic function of every element.
///
/// ```
/// y  = σ(x) = 1 / (1 + e^-x)
/// dx = dy · y · (1 - y)
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code SigmoidTest}.
public record Sigmoid() implements Differentiable<Sigmoid.Saved> {

    /// The derivative reads the result alone.
    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "sigmoid";
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
        x.backend().elementwise().unary(UnaryFunction.SIGMOID, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.SIGMOID, dx.shape().count(), s.y.storage(), s.y.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
