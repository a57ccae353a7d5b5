package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// The same elements in the same order under another shape. Nothing is copied.
///
/// ```
/// y  = x
/// dx = dy
/// ```
///
/// No kernels; test: {@code ReshapeTest}.
///
/// @param to the new shape
public record Reshape(Shape to) implements Differentiable<Reshape.Saved> {

    record Saved(Shape x) {
    }

    /// The op for sizes of which one may be -1: whatever is left for it.
    ///
    /// @throws IllegalArgumentException if more than one size is -1, or nothing fits
    public static Reshape to(Shape x, int... sizes) {
        int[] filled = sizes.clone();
        int unknown = -1;
        int known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != -1) {
                known *= sizes[i];
            } else if (unknown < 0) {
                unknown = i;
            } else {
                throw new IllegalArgumentException(
                        "reshape: at most one size may be -1, got " + Arrays.toString(sizes) + " for " + x);
            }
        }
        if (unknown >= 0) {
            if (known == 0 || x.count() % known != 0) {
                throw new IllegalArgumentException("reshape: " + x + " has " + x.count() + " elements, which "
                        + Arrays.toString(sizes) + " cannot divide; choose sizes whose product divides it");
            }
            filled[unknown] = x.count() / known;
        }
        return new Reshape(Shape.of(filled));
    }

    @Override
    public String name() {
        return "reshape";
    }

    /// Any shape of the same count.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        if (x.count() != to.count()) {
            throw new IllegalArgumentException("reshape: " + x + " has " + x.count() + " elements, " + to + " has " + to.count()
                    + "; the counts must be equal");
        }
        return to;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(operands[0].view(shape), new Saved(operands[0].shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{dy.view(s.x)};
    }

    @Override
    public boolean integers(int operand) {
        return true;
    }
}
