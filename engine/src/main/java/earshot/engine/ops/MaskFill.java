package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// One number in all places that a mask names. The mask broadcasts to the shape of the values.
///
/// ```
/// y  = value where mask ≠ 0, else x
/// dx = 0 where mask ≠ 0, else dy
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code MaskFillTest}.
public record MaskFill(double value) implements Differentiable<MaskFill.Saved> {

    record Saved(Tensor mask) {
    }

    @Override
    public String name() {
        return "masked_fill";
    }

    /// The shape of {@code x}, to which the mask must broadcast.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        if (!Axes.broadcast(name(), x, operands.get(1)).equals(x)) {
            throw new IllegalArgumentException("masked_fill: the mask " + operands.get(1) + " is larger than the values " + x
                    + "; repeat the values to the shape of the mask first");
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(fill(operands[0], operands[1], value), new Saved(operands[1]));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{fill(dy, s.mask, 0), null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "a mask is a constant" : null;
    }

    private static Tensor fill(Tensor x, Tensor mask, double value) {
        return Where.select(mask, Tensor.full(x.backend(), Shape.of(), value), x, x.shape());
    }
}
