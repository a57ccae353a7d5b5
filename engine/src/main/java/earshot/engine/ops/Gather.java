package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.index.IndexGeometry;
import java.util.List;

/// Elements along an axis, each by a number of its own.
///
/// ```
/// y[o, j, i]  = x[o, index[o, j, i], i]
/// dx[o, r, i] = Σ dy[o, j, i] over all j with index[o, j, i] = r, in their order
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code GatherTest}.
///
/// @param axis along which to choose; negative counts from the end
public record Gather(int axis) implements Differentiable<Gather.Saved> {

    record Saved(Tensor index, Shape x) {
    }

    @Override
    public String name() {
        return "gather";
    }

    /// {@code x} and an index that has the same size in every axis but the chosen one; the result has the index's shape.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape index = operands.get(1);
        check(name(), operands.get(0), index, axis);
        return index;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        int k = x.shape().axis(name(), axis);
        return new Forward<>(gathered(name(), x, operands[1], k), new Saved(operands[1], x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.full(dy.backend(), s.x, 0);
        dy.backend().index().scatterAdd(geometry(s.x, dy.shape(), s.x.axis(name(), axis)), dy.storage(), s.index.intStorage(),
                dx.storage());
        return new Tensor[]{dx, null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "an index is a constant" : null;
    }

    @Override
    public boolean integers(int operand) {
        return operand == 1;
    }

    static Tensor gathered(String operation, Tensor x, Tensor index, int axis) {
        Tensor y = Tensor.empty(x.backend(), index.shape());
        x.backend().index().gather(geometry(x.shape(), index.shape(), axis), x.storage(),
                Indices.checked(operation, index, x.shape().size(axis)), y.storage());
        return y;
    }

    /// Fails unless index and values agree in all axes but one.
    static void check(String operation, Shape x, Shape index, int axis) {
        int k = x.axis(operation, axis);
        if (index.rank() != x.rank() || !index.with(k, x.size(k)).equals(x)) {
            throw new IllegalArgumentException(operation + ": the index " + index + " must have the shape of the values " + x
                    + " in all axes but " + k + "; slice the values or repeat the index");
        }
    }

    /// @param x what is chosen from
    /// @param y what is chosen
    static IndexGeometry geometry(Shape x, Shape y, int axis) {
        return new IndexGeometry(x.count(0, axis), x.size(axis), y.size(axis), x.count(axis + 1, x.rank()));
    }
}
