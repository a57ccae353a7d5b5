package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// Position of the largest value along an axis, as integers; of equal values the first. NaN counts as larger than any number.
///
/// ```
/// y = min { c : x[c] = max x }
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels]; test: {@code ArgMaxTest}.
///
/// @param axis along which to look; negative counts from the end
public record ArgMax(int axis) implements NonDifferentiable {

    @Override
    public String name() {
        return "argmax";
    }

    @Override
    public String why() {
        return "the position of a maximum does not change with small changes of the values";
    }

    /// The operand's shape without the axis, which must not be empty.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        boolean[] mask = x.mask(name(), x.axis(name(), axis));
        return Extrema.shape(name(), x, mask, false);
    }

    @Override
    public Tensor forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        int k = x.shape().axis(name(), axis);
        Tensor largest = Tensor.empty(x.backend(), shape);
        Tensor y = Tensor.emptyInts(x.backend(), shape);
        Reduction g = new Reduction(x.shape().count(0, k), x.shape().size(k), x.shape().count(k + 1, x.shape().rank()));
        x.backend().reduce().max(g, x.storage(), largest.storage(), y.intStorage());
        return y;
    }
}
