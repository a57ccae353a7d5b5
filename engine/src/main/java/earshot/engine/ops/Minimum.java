package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.List;

/// The smaller of two elements, with NumPy's broadcasting.
///
/// ```
/// y  = min(a, b)
/// da = dy where a < b, dy / 2 where a = b, else 0; db = dy - da; each summed over the axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code MinimumTest}.
public record Minimum() implements Differentiable<Minimum.Saved> {

    record Saved(Tensor a, Tensor b) {
    }

    @Override
    public String name() {
        return "minimum";
    }

    /// The shape that the operands broadcast to.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.broadcast(name(), operands.get(0), operands.get(1));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor a = operands[0];
        Tensor b = operands[1];
        Tensor y = Tensor.empty(a.backend(), shape);
        a.backend().elementwise().binary(BinaryFunction.MIN, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(),
                b.storage(), y.storage());
        return new Forward<>(y, new Saved(a, b));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor da = dy.mul(s.a.less(s.b).add(s.a.equal(s.b).affine(0.5, 0)));
        return new Tensor[]{needs[0] ? Axes.sumTo(da, s.a.shape()) : null,
                needs[1] ? Axes.sumTo(dy.sub(da), s.b.shape()) : null};
    }
}
