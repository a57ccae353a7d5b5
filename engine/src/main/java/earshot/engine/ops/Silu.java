package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The sigmoid-weighted linear unit (Elfwing et al., 2018), also called swish.
///
/// ```
/// y  = x · σ(x)
/// dx = dy · σ(x) · (1 + x · (1 - σ(x)))
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code SiluTest}.
public record Silu() implements Differentiable<Silu.Saved> {

    /// Two inputs may have one result, so the input is kept.
    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "silu";
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
        x.backend().elementwise().unary(UnaryFunction.SILU, shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(UnaryFunction.SILU, dx.shape().count(), s.x.storage(), s.x.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
