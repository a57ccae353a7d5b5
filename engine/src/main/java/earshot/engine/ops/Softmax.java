package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.softmax.SoftmaxGeometry;
import java.util.List;

/// Softmax along the last axis. The row's maximum is taken off first, so that large scores do not overflow.
///
/// ```
/// y  = exp(x) / Σ exp(x)
/// dx = y · (dy - Σ dy · y)
/// ```
///
/// Kernels: [earshot.kernels.softmax.SoftmaxKernels]; test: {@code SoftmaxTest}.
public record Softmax() implements Differentiable<Softmax.Saved> {

    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "softmax";
    }

    /// At least one axis; the result has the same shape.
    @Override
    public Shape shape(List<Shape> operands) {
        return checkRows(name(), operands.getFirst());
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().softmax().softmax(rows(shape), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().softmax().softmaxBackward(rows(dy.shape()), s.y.storage(), dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }

    /// The shape, if it has rows of at least one class.
    static Shape checkRows(String operation, Shape x) {
        if (x.rank() == 0 || x.size(-1) == 0) {
            throw new IllegalArgumentException(
                    operation + ": needs a last axis of at least one class, got " + x + "; add the axis by reshape");
        }
        return x;
    }

    /// All axes but the last as rows.
    static SoftmaxGeometry rows(Shape x) {
        return new SoftmaxGeometry(x.count(0, x.rank() - 1), x.size(-1));
    }
}
