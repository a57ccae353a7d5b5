package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Variance over any axes, in two passes: first the mean, then the squares of what deviates from it.
///
/// ```
/// y  = Σ (x - mean x)² / (n - c),  c = 1 if unbiased, else 0
/// dx = dy · 2 (x - mean x) / (n - c)
/// ```
///
/// Of one value the unbiased variance is NaN, as in PyTorch. Kernels: [earshot.kernels.reduce.ReduceKernels]; test: {@code VarTest}.
///
/// @param axes which axes of the operand to reduce; see [Shape#mask]
/// @param keep whether they stay with size 1
/// @param unbiased whether to divide by n - 1
public record Var(boolean[] axes, boolean keep, boolean unbiased) implements Differentiable<Var.Saved> {

    /// What deviates from the mean.
    record Saved(Tensor deviation) {
    }

    @Override
    public String name() {
        return "var";
    }

    /// The operand's shape without the reduced axes, or with 1 in their place.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.reduced(name(), operands.getFirst(), axes, keep);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor mean = Axes.sum(x, axes, 1.0 / Axes.count(x.shape(), axes), Axes.reduced(x.shape(), axes, true));
        Tensor deviation = x.sub(mean);
        return new Forward<>(Axes.sum(deviation.mul(deviation), axes, 1 / divisor(x.shape()), shape), new Saved(deviation));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Shape x = s.deviation.shape();
        Tensor scaled = dy.view(Axes.reduced(x, axes, true)).affine(2 / divisor(x), 0);
        return new Tensor[]{s.deviation.mul(scaled)};
    }

    private double divisor(Shape x) {
        return Axes.count(x, axes) - (unbiased ? 1 : 0);
    }
}
