package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Adds elements along an axis to places by a number of their own, in the order of their positions: the transpose of [Gather].
///
/// ```
/// y[o, r, i]    = x[o, r, i] + Σ src[o, j, i] over all j with index[o, j, i] = r
/// dx            = dy
/// dsrc[o, j, i] = dy[o, index[o, j, i], i]
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code ScatterAddTest}.
///
/// @param axis along which to scatter; negative counts from the end
public record ScatterAdd(int axis) implements Differentiable<ScatterAdd.Saved> {

    record Saved(Tensor index) {
    }

    @Override
    public String name() {
        return "scatter_add";
    }

    /// {@code x}, an index that has the same size in every axis but the chosen one, and {@code src} of the index's shape; the result
    /// has the shape of {@code x}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        Shape index = operands.get(1);
        Gather.check(name(), x, index, axis);
        if (!operands.get(2).equals(index)) {
            throw new IllegalArgumentException("scatter_add: the source is " + operands.get(2) + ", the index " + index
                    + "; there must be one number for each element");
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor index = operands[1];
        Tensor y = operands[0].copy();
        int k = shape.axis(name(), axis);
        y.backend().index().scatterAdd(Gather.geometry(shape, index.shape(), k), operands[2].storage(),
                Indices.checked(name(), index, shape.size(k)), y.storage());
        return new Forward<>(y, new Saved(index));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{dy, null, needs[2] ? Gather.gathered(name(), dy, s.index, dy.shape().axis(name(), axis)) : null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "an index is a constant" : null;
    }

    @Override
    public boolean integers(int operand) {
        return operand == 1;
    }
}
