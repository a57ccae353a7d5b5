package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.softmax.SoftmaxGeometry;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy of every row of logits with a distribution over the classes, fused with softmax. The mean over the rows is
/// {@code Tensor.crossEntropy}; distributions are made by [Targets].
///
/// ```
/// y  = -Σ target · ln softmax(x)
/// dx = dy · (softmax(x) · Σ target - target)
/// ```
///
/// Kernels: [earshot.kernels.softmax.SoftmaxKernels]; test: {@code CrossEntropyTest}.
public record CrossEntropy() implements Differentiable<CrossEntropy.Saved> {

    /// The probabilities instead of the logits, which then stay readable.
    record Saved(Tensor p, Tensor target) {
    }

    @Override
    public String name() {
        return "cross_entropy";
    }

    /// Logits and targets {@code [rows…, classes]} to losses {@code [rows…]}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = Softmax.checkRows(name(), operands.get(0));
        if (!x.equals(operands.get(1))) {
            throw new IllegalArgumentException("cross_entropy: logits are " + x + ", targets " + operands.get(1)
                    + "; targets must be distributions of the logits' shape, see Targets.of");
        }
        int[] sizes = x.sizes();
        return Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor p = Tensor.empty(x.backend(), x.shape());
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().softmax().crossEntropy(Softmax.rows(x.shape()), x.storage(), operands[1].storage(), p.storage(),
                y.storage());
        return new Forward<>(y, new Saved(p, operands[1]));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        SoftmaxGeometry g = Softmax.rows(s.p.shape());
        Tensor dx = Tensor.empty(dy.backend(), s.p.shape());
        dy.backend().softmax().crossEntropyBackward(g, s.p.storage(), s.target.storage(), dy.storage(), dx.storage());
        return new Tensor[]{dx, null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "the target of a loss is a constant" : null;
    }
}
