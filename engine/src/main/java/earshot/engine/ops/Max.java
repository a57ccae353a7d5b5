package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Maximum over any axes. Of equal maxima the first one in row-major order gets the gradient; NaN counts as larger than any number.
///
/// ```
/// y  = max x = x[at]
/// dx = dy at the place of the maximum, else 0
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels], [earshot.kernels.index.IndexKernels]; test: {@code MaxTest}.
///
/// @param axes which axes of the operand to reduce; see [Shape#mask]
/// @param keep whether they stay with size 1
public record Max(boolean[] axes, boolean keep) implements Differentiable<Max.Saved> {

    /// Where each maximum stands.
    record Saved(Tensor at, Shape x) {
    }

    @Override
    public String name() {
        return "max";
    }

    /// The operand's shape without the reduced axes, or with 1 in their place. There must be something to choose from.
    @Override
    public Shape shape(List<Shape> operands) {
        return Extrema.shape(name(), operands.getFirst(), axes, keep);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Extrema.Maxima max = Extrema.max(x, axes, shape);
        return new Forward<>(max.value(), new Saved(max.at(), x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{Extrema.backward(dy, s.at, axes, s.x)};
    }
}
