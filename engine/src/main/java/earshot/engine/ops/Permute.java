package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// The axes in another order.
///
/// ```
/// y  = x with axis k = axis order[k] of x
/// dx = dy with the order undone
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code PermuteTest}.
///
/// @param order for each axis of the result, which axis of the operand it is; negative counts from the end
public record Permute(int... order) implements Differentiable<Permute.Saved> {

    /// Nothing: the order is all.
    record Saved() {
    }

    @Override
    public String name() {
        return "permute";
    }

    /// Every axis of the operand exactly once.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        if (order.length != x.rank()) {
            throw new IllegalArgumentException("permute: " + x + " has " + x.rank() + " axes, the order "
                    + Arrays.toString(order) + " names " + order.length + "; name every axis once");
        }
        if (x.rank() > 0) {
            x.mask(name(), order);
        }
        return Shape.of(Arrays.stream(order).map(x::size).toArray());
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(Strided.permuted(operands[0], fromFront()), new Saved());
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{Strided.permuted(dy, Strided.inverse(fromFront()))};
    }

    private int[] fromFront() {
        return Arrays.stream(order).map(axis -> axis < 0 ? axis + order.length : axis).toArray();
    }
}
