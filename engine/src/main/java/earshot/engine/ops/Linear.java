package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// A linear map of the last axis, with or without bias. The weight is {@code [out, in]}, as in PyTorch.
///
/// ```
/// y  = x · wᵀ + b
/// dx = dy · w        dw = dyᵀ · x        db = Σ dy over all rows
/// ```
///
/// Kernels: [earshot.kernels.matmul.MatmulKernels]; test: {@code LinearTest}.
public record Linear() implements Differentiable<Linear.Saved> {

    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "linear";
    }

    /// {@code x [rows…, in]}, {@code w [out, in]}, {@code b [out]} to {@code [rows…, out]}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        Shape w = operands.get(1);
        if (w.rank() != 2 || x.rank() < 1 || x.size(-1) != w.size(1)) {
            throw new IllegalArgumentException("linear: input " + x + " and weight " + w
                    + " do not fit: the weight must be [out, in] and the input's last axis in; reshape the input or build the"
                    + " layer for " + (x.rank() < 1 ? 0 : x.size(-1)) + " features");
        }
        if (operands.size() > 2 && !operands.get(2).equals(Shape.of(w.size(0)))) {
            throw new IllegalArgumentException(
                    "linear: bias is " + operands.get(2) + ", expected " + Shape.of(w.size(0)) + " for weight " + w);
        }
        return x.with(-1, w.size(0));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor w = operands[1];
        Tensor y = Tensor.empty(x.backend(), shape);
        int in = w.shape().size(1);
        int out = w.shape().size(0);
        int rows = rows(x.shape());
        x.backend().matmul().matmul(new MatmulGeometry(1, rows, out, in, false, true), x.storage(), w.storage(),
                Epilogue.bias(operands.length > 2 ? operands[2].storage() : null), y.storage());
        return new Forward<>(y, new Saved(x, w));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        int in = s.w.shape().size(1);
        int out = s.w.shape().size(0);
        int rows = rows(s.x.shape());
        Tensor[] d = new Tensor[needs.length];
        if (needs[0]) {
            d[0] = Tensor.empty(dy.backend(), s.x.shape());
            dy.backend().matmul().matmul(new MatmulGeometry(1, rows, in, out, false, false), dy.storage(), s.w.storage(),
                    Epilogue.NONE,
                    d[0].storage());
        }
        if (needs[1]) {
            d[1] = Tensor.empty(dy.backend(), s.w.shape());
            dy.backend().matmul().matmul(new MatmulGeometry(1, out, in, rows, true, false), dy.storage(), s.x.storage(),
                    Epilogue.NONE,
                    d[1].storage());
        }
        if (needs.length > 2 && needs[2]) {
            d[2] = Tensor.empty(dy.backend(), Shape.of(out));
            dy.backend().reduce().sum(new Reduction(1, rows, out), 1, dy.storage(), d[2].storage());
        }
        return d;
    }

    private static int rows(Shape x) {
        return x.count(0, x.rank() - 1);
    }
}
