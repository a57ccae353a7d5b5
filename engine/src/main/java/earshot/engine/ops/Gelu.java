package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// The Gaussian error linear unit (Hendrycks and Gimpel, 2016), exact or in its older form by the hyperbolic tangent.
///
/// ```
/// exact:  y  = x · Φ(x),  Φ(x) = (1 + erf(x / √2)) / 2
///         dx = dy · (Φ(x) + x · e^(-x² / 2) / √(2 π))
/// tanh:   y  = x · (1 + tanh u) / 2,  u = √(2 / π) · (x + 0.044715 x³)
///         dx = dy · ((1 + tanh u) / 2 + x · (1 - tanh² u) / 2 · u')
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code GeluTest}.
///
/// @param tanh whether the older form is meant, as PyTorch's {@code approximate="tanh"}
public record Gelu(boolean tanh) implements Differentiable<Gelu.Saved> {

    /// Two inputs may have one result, so the input is kept.
    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "gelu";
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
        x.backend().elementwise().unary(function(), shape.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().unaryBackward(function(), dx.shape().count(), s.x.storage(), s.x.storage(),
                dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }

    private UnaryFunction function() {
        return tanh ? UnaryFunction.GELU_TANH : UnaryFunction.GELU;
    }
}
