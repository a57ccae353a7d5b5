package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Every element to one power; NaN for a negative number to a broken power.
///
/// ```
/// y  = x^p
/// dx = dy · p · x^(p - 1), 0 for p = 0
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code PowTest}.
public record Pow(double exponent) implements Differentiable<Pow.Saved> {

    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "pow";
    }

    /// Any shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(power(operands[0], exponent), new Saved(operands[0]));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        if (exponent == 0) { // 0 · x^-1 would be NaN at 0
            return new Tensor[]{Tensor.full(dy.backend(), dy.shape(), 0)};
        }
        return new Tensor[]{power(s.x, exponent - 1).affine(exponent, 0).mul(dy)};
    }

    private static Tensor power(Tensor x, double exponent) {
        Tensor y = Tensor.empty(x.backend(), x.shape());
        x.backend().elementwise().power(x.shape().count(), exponent, x.storage(), y.storage());
        return y;
    }
}
