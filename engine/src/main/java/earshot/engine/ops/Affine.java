package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// A number times every element, plus a number.
///
/// ```
/// y  = scale · x + shift
/// dx = scale · dy
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code AffineTest}.
public record Affine(double scale, double shift) implements Differentiable<Affine.Saved> {

    /// Nothing: the derivative is a constant.
    record Saved() {
    }

    @Override
    public String name() {
        return "affine";
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
        x.backend().elementwise().affine(shape.count(), scale, shift, x.storage(), y.storage());
        return new Forward<>(y, new Saved());
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().elementwise().affine(dx.shape().count(), scale, 0, dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
