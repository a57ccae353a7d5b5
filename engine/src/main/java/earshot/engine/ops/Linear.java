package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// A linear map of the last axis, with or without bias. The weight is {@code [out, in]}, as in PyTorch. What follows it in many networks, the
/// sum with a shortcut {@code r} and an activation, can be part of it and then costs no further pass over memory.
///
/// ```
/// y  = f(z),  z = x · wᵀ + b + r
/// dr = dz = dy · f'(z)
/// dx = dz · w        dw = dzᵀ · x        db = Σ dz over all rows
/// ```
///
/// The sums {@code z} are not kept: gradients take the derivative of a rectifier from {@code y} and work the sums out again for any other.
///
/// Kernels: [earshot.kernels.matmul.MatmulKernels]; test: {@code LinearTest}.
///
/// @param activation f
public record Linear(Activation activation) implements Differentiable<Linear.Saved> {
    /// Without an activation.
    public static final Linear PLAIN = new Linear(Activation.NONE);

    /// @param b null if there is none, or nothing will ask for it
    /// @param r likewise
    /// @param y if the derivative is taken from it, otherwise null
    record Saved(Tensor x, Tensor w, Tensor b, Tensor r, Tensor y) {
    }

    @Override
    public String name() {
        return "linear";
    }

    /// {@code x [rows…, in]}, {@code w [out, in]}, {@code b [out]} (or not), {@code r [rows…, out]} (or not) to {@code [rows…, out]}.
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
        Shape y = x.with(-1, w.size(0));
        if (operands.size() > 3 && !operands.get(3).equals(y)) {
            throw new IllegalArgumentException("linear: shortcut " + operands.get(3) + " is added to " + y
                    + ", which needs equal shapes; bring the shortcut to the same features first");
        }
        return y;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor w = operands[1];
        Tensor b = operands.length > 2 ? operands[2] : null;
        Tensor r = operands.length > 3 ? operands[3] : null;
        Tensor y = product(shape, x, w, b, r, activation);
        if (activation == Activation.NONE) {
            return new Forward<>(y, new Saved(x, w, null, null, null));
        }
        return new Forward<>(y, activation.function().readsOutput()
                ? new Saved(x, w, null, null, y)
                : new Saved(x, w, b, r, null));
    }

    private static Tensor product(Shape shape, Tensor x, Tensor w, Tensor b, Tensor r, Activation f) {
        Tensor y = Tensor.empty(x.backend(), shape);
        Epilogue e = new Epilogue(null, b == null ? null : b.storage(), r == null ? null : r.storage(), f);
        x.backend().matmul().matmul(new MatmulGeometry(1, rows(x.shape()), w.shape().size(0), w.shape().size(1), false, true),
                x.storage(), w.storage(), e, y.storage());
        return y;
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        int in = s.w.shape().size(1);
        int out = s.w.shape().size(0);
        int rows = rows(s.x.shape());
        Tensor dz = activation == Activation.NONE ? dy : beforeActivation(s, dy);
        Tensor[] d = new Tensor[needs.length];
        if (needs[0]) {
            d[0] = Tensor.empty(dy.backend(), s.x.shape());
            dy.backend().matmul().matmul(new MatmulGeometry(1, rows, in, out, false, false), dz.storage(), s.w.storage(),
                    Epilogue.NONE, d[0].storage());
        }
        if (needs[1]) {
            d[1] = Tensor.empty(dy.backend(), s.w.shape());
            dy.backend().matmul().matmul(new MatmulGeometry(1, out, in, rows, true, false), dz.storage(), s.x.storage(),
                    Epilogue.NONE, d[1].storage());
        }
        if (needs.length > 2 && needs[2]) {
            d[2] = Tensor.empty(dy.backend(), Shape.of(out));
            dy.backend().reduce().sum(new Reduction(1, rows, out), 1, dz.storage(), d[2].storage());
        }
        if (needs.length > 3 && needs[3]) {
            d[3] = dz;
        }
        return d;
    }

    private Tensor beforeActivation(Saved s, Tensor dy) {
        Tensor z = s.y != null ? s.y : product(dy.shape(), s.x, s.w, s.b, s.r, Activation.NONE);
        Tensor dz = Tensor.empty(dy.backend(), dy.shape());
        dy.backend().elementwise().unaryBackward(activation.function(), dz.shape().count(), z.storage(), z.storage(),
                dy.storage(),
                dz.storage());
        return dz;
    }

    private static int rows(Shape x) {
        return x.count(0, x.rank() - 1);
    }
}
