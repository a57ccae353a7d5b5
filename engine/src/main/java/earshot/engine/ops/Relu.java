package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The rectifier.
///
/// ```
/// y  = max(x, 0)
/// dx = dy where y > 0, else 0
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code ReluTest}.
///
/// @param inPlace writes {@code y} over {@code x}, which may not be read afterwards: saves a pass over fresh memory
public record Relu(boolean inPlace) implements Differentiable<Relu.Saved> {

    /// The sign of the result tells all, so the input need not be kept and may be written over.
    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "relu";
    }

    /// Any shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = inPlace ? operands[0].overwrite(name()) : operands[0];
        Tensor y = inPlace ? x : Tensor.empty(x.backend(), shape);
        x.backend().elementwise().unary(UnaryFunction.RELU, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.RELU, dx.shape().count(), s.y.storage(), s.y.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
