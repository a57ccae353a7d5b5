package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Logarithm of the softmax along the last axis; it stays finite where the softmax itself vanishes.
///
/// ```
/// y  = x - max x - ln Σ e^(x - max x)
/// dx = dy - e^y · Σ dy
/// ```
///
/// Kernels: [earshot.kernels.softmax.SoftmaxKernels]; test: {@code LogSoftmaxTest}.
public record LogSoftmax() implements Differentiable<LogSoftmax.Saved> {

    record Saved(Tensor y) {
    }

    @Override
    public String name() {
        return "log_softmax";
    }

    /// At least one axis; the result has the same shape.
    @Override
    public Shape shape(List<Shape> operands) {
        return Softmax.checkRows(name(), operands.getFirst());
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().softmax().logSoftmax(Softmax.rows(shape), x.storage(), y.storage());
        return new Forward<>(y, new Saved(y));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = dy.reuse();
        dy.backend().softmax().logSoftmaxBackward(Softmax.rows(dy.shape()), s.y.storage(), dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }
}
