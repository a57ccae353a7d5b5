package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Logarithm of a sum of exponentials over any axes. The maximum is taken off first, so that nothing overflows.
///
/// ```
/// y  = m + ln Σ e^(x - m),  m = max x
/// dx = dy · e^(x - y)
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels], [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code LogSumExpTest}.
///
/// @param axes which axes of the operand to reduce; see [Shape#mask]
/// @param keep whether they stay with size 1
public record LogSumExp(boolean[] axes, boolean keep) implements Differentiable<LogSumExp.Saved> {

    record Saved(Tensor x, Tensor y) {
    }

    @Override
    public String name() {
        return "logsumexp";
    }

    /// The operand's shape without the reduced axes, or with 1 in their place. There must be something to add up.
    @Override
    public Shape shape(List<Shape> operands) {
        return Extrema.shape(name(), operands.getFirst(), axes, keep);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Shape kept = Axes.reduced(x.shape(), axes, true);
        Tensor max = Extrema.max(x, axes, kept).value();
        // Of infinities nothing can be taken off: their difference is NaN.
        Tensor finite = max.abs().less(number(x, Double.POSITIVE_INFINITY));
        Tensor m = Where.select(finite, max, number(x, 0), kept);
        Tensor y = Axes.sum(x.sub(m).exp(), axes, 1, kept).log().add(m).view(shape);
        return new Forward<>(y, new Saved(x, y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Shape kept = Axes.reduced(s.x.shape(), axes, true);
        return new Tensor[]{s.x.sub(s.y.view(kept)).exp().mul(dy.view(kept))};
    }

    private static Tensor number(Tensor beside, double value) {
        return Tensor.full(beside.backend(), Shape.of(), value);
    }
}
