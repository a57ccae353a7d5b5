package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// The elements moved along an axis; those that leave it at one end come in at the other.
///
/// ```
/// y[(i + shift) mod n] = x[i]
/// dx[i]                = dy[(i + shift) mod n]
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code RollTest}.
///
/// @param axis along which they move; negative counts from the end
/// @param shift by how many places, of either sign
public record Roll(int axis, int shift) implements Differentiable<Roll.Saved> {

    /// Nothing: the shift is all.
    record Saved() {
    }

    @Override
    public String name() {
        return "roll";
    }

    /// Any shape that has the axis; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        operands.getFirst().axis(name(), axis);
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(rolled(operands[0], shift), new Saved());
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{rolled(dy, -shift)};
    }

    private Tensor rolled(Tensor x, int shift) {
        Shape shape = x.shape();
        int k = shape.axis(name(), axis);
        Tensor y = Tensor.empty(x.backend(), shape);
        if (shape.size(k) == 0) {
            return y;
        }
        int moved = Math.floorMod(shift, shape.size(k));
        int stay = shape.size(k) - moved;
        Strided.copy(shape.with(k, stay).sizes(), x, Strided.Part.from(shape, k, 0), y, Strided.Part.from(shape, k, moved));
        Strided.copy(shape.with(k, moved).sizes(), x, Strided.Part.from(shape, k, stay), y, Strided.Part.from(shape, k, 0));
        return y;
    }
}
