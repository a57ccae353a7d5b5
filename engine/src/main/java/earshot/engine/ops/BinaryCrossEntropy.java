package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Cross-entropy of every logit with the probability that it should give, fused with the sigmoid. The mean over all elements is
/// {@code Tensor.binaryCrossEntropy}.
///
/// ```
/// y  = -t · ln σ(x) - (1 - t) · ln(1 - σ(x)) = max(x, 0) - t · x + ln(1 + e^-|x|)
/// dx = dy · (σ(x) - t)
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code BinaryCrossEntropyTest}.
public record BinaryCrossEntropy() implements Differentiable<BinaryCrossEntropy.Saved> {

    record Saved(Tensor x, Tensor target) {
    }

    @Override
    public String name() {
        return "binary_cross_entropy_with_logits";
    }

    /// Logits and targets of one shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        if (!x.equals(operands.get(1))) {
            throw new IllegalArgumentException(name() + ": logits are " + x + ", targets " + operands.get(1)
                    + "; there must be one probability for each logit");
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor target = operands[1];
        // Positive part and product first: for targets of 0 and 1 their difference is exact.
        Tensor y = x.relu().sub(target.mul(x)).add(x.abs().neg().softplus());
        return new Forward<>(y, new Saved(x, target));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{s.x.sigmoid().sub(s.target).mul(dy), null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "the target of a loss is a constant" : null;
    }
}
