package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Every element brought between two bounds, either of which may be infinite.
///
/// ```
/// y  = min(max(x, low), high)
/// dx = dy where low <= x <= high, else 0
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels]; test: {@code ClampTest}.
public record Clamp(double low, double high) implements Differentiable<Clamp.Saved> {

    public Clamp {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "clamp: the lower bound " + low + " must not exceed the upper bound " + high + "; swap them");
        }
    }

    record Saved(Tensor x) {
    }

    @Override
    public String name() {
        return "clamp";
    }

    /// Any shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        return new Forward<>(x.maximum(number(x, low)).minimum(number(x, high)), new Saved(x));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor inside = number(dy, low).lessEqual(s.x).mul(s.x.lessEqual(number(dy, high)));
        return new Tensor[]{dy.mul(inside)};
    }

    private static Tensor number(Tensor beside, double value) {
        return Tensor.full(beside.backend(), Shape.of(), value);
    }
}
