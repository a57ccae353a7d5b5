package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// One of two elements, as a mask says. All three operands broadcast.
///
/// ```
/// y  = a where mask ≠ 0, else b
/// da = dy where mask ≠ 0, else 0; db = dy - da; each summed over the axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code WhereTest}.
public record Where() implements Differentiable<Where.Saved> {

    /// Of the choices only the shapes matter.
    record Saved(Tensor mask, Shape a, Shape b) {
    }

    @Override
    public String name() {
        return "where";
    }

    /// The shape that mask, {@code a} and {@code b} broadcast to.
    @Override
    public Shape shape(List<Shape> operands) {
        return Axes.broadcast(name(), operands.get(0), Axes.broadcast(name(), operands.get(1), operands.get(2)));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(select(operands[0], operands[1], operands[2], shape),
                new Saved(operands[0], operands[1].shape(), operands[2].shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor zero = Tensor.full(dy.backend(), Shape.of(), 0);
        return new Tensor[]{null, needs[1] ? Axes.sumTo(select(s.mask, dy, zero, dy.shape()), s.a) : null,
                needs[2] ? Axes.sumTo(select(s.mask, zero, dy, dy.shape()), s.b) : null};
    }

    @Override
    public String constant(int operand) {
        return operand == 0 ? "a mask is a constant" : null;
    }

    /// {@code a} where {@code mask ≠ 0}, else {@code b}, of operands that broadcast to {@code shape}.
    static Tensor select(Tensor mask, Tensor a, Tensor b, Shape shape) {
        Tensor y = Tensor.empty(a.backend(), shape);
        a.backend().elementwise().select(shape.count(), Axes.expandTo(mask, shape).storage(), Axes.expandTo(a, shape).storage(),
                Axes.expandTo(b, shape).storage(), y.storage());
        return y;
    }
}
