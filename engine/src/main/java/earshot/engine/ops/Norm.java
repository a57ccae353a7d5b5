package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Euclidean norm over any axes.
///
/// ```
/// y  = √(Σ x²)
/// dx = dy · x / y, 0 where y = 0
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels]; test: {@code NormTest}.
///
/// @param axes which axes of the operand to reduce; see [Shape#mask]
/// @param keep whether they stay with size 1
public record Norm(boolean[] axes, boolean keep) implements Differentiable<Norm.Saved> {

    record Saved(Tensor x, Tensor y) {
    }

    @Override
    public String name() {
        return "norm";
    }

    /// The operand's shape without the reduced axes, or with 1 in their place.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.reduced(name(), operands.getFirst(), axes, keep);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Axes.sum(x.mul(x), axes, 1, shape).sqrt();
        return new Forward<>(y, new Saved(x, y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor zero = Tensor.full(dy.backend(), Shape.of(), 0);
        Tensor scale = Where.select(s.y, dy.div(s.y), zero, dy.shape());
        return new Tensor[]{s.x.mul(scale.view(Axes.reduced(s.x.shape(), axes, true)))};
    }
}
