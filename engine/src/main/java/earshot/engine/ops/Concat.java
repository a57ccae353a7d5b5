package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Tensors one after another along an axis.
///
/// ```
/// y  = x1, x2, … along the axis
/// dx = the part of dy where the operand stands
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code ConcatTest}.
///
/// @param axis along which they follow each other; negative counts from the end
public record Concat(int axis) implements Differentiable<Concat.Saved> {

    record Saved(List<Shape> x) {
    }

    @Override
    public String name() {
        return "concat";
    }

    /// Any number of operands that agree in all other axes.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape first = operands.getFirst();
        int k = first.axis(name(), axis);
        int size = 0;
        for (Shape x : operands) {
            if (x.rank() != first.rank() || !x.with(k, first.size(k)).equals(first)) {
                throw new IllegalArgumentException("concat: " + x + " does not continue " + first + " along axis " + k
                        + "; all other axes must agree");
            }
            size += x.size(k);
        }
        return first.with(k, size);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor y = Tensor.empty(operands[0].backend(), shape);
        int k = shape.axis(name(), axis);
        int at = 0;
        for (Tensor x : operands) {
            Strided.copy(x.shape().sizes(), x, Strided.Part.all(x.shape()), y, Strided.Part.from(shape, k, at));
            at += x.shape().size(k);
        }
        return new Forward<>(y, new Saved(List.of(operands).stream().map(Tensor::shape).toList()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        int k = dy.shape().axis(name(), axis);
        Tensor[] dx = new Tensor[needs.length];
        int at = 0;
        for (int i = 0; i < dx.length; i++) {
            Shape x = s.x.get(i);
            if (needs[i]) {
                dx[i] = Tensor.empty(dy.backend(), x);
                Strided.copy(x.sizes(), dy, Strided.Part.from(dy.shape(), k, at), dx[i], Strided.Part.all(x));
            }
            at += x.size(k);
        }
        return dx;
    }
}
