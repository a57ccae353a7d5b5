package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// Mean over any axes; over no elements it is NaN, as in NumPy.
///
/// ```
/// y  = Σ x / n
/// dx = dy / n, repeated along the averaged axes
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels]; test: {@code MeanTest}.
///
/// @param axes which axes of the operand to reduce; see [Shape#mask]
/// @param keep whether they stay with size 1
public record Mean(boolean[] axes, boolean keep) implements Differentiable<Mean.Saved> {

    /// Values do not matter, the shape does.
    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "mean";
    }

    /// The operand's shape without the reduced axes, or with 1 in their place.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        if (x.rank() != axes.length) {
            throw new IllegalArgumentException("mean: axes " + Arrays.toString(axes) + " are meant for " + axes.length
                    + " axes, the operand has " + x + "; build the mask from its shape");
        }
        return Axes.reduced(x, axes, keep);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        return new Forward<>(Axes.sum(x, axes, 1.0 / Axes.count(x.shape(), axes), shape), new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{Axes.expand(dy, axes, 1.0 / Axes.count(s.x, axes), s.x)};
    }
}
