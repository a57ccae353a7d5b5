package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.elementwise.UnaryFunction;
import java.util.List;

/// Weight normalisation (Salimans and Kingma, "Weight normalization", NeurIPS 2016): a weight as a direction {@code v} and a length
/// {@code g}, one for each position along the axes that the norm does not run over.
///
/// ```
/// w  = g · v / ‖v‖
/// dg = Σ dw · v / ‖v‖        dv = g / ‖v‖ · (dw - v · Σ dw · v / ‖v‖²)
/// ```
///
/// Kernels: [earshot.kernels.elementwise.ElementwiseKernels], [earshot.kernels.reduce.ReduceKernels]; test: {@code WeightNormTest}.
///
/// @param mask the axes that the norm runs over
public record WeightNorm(boolean[] mask) implements Differentiable<WeightNorm.Saved> {

    /// The norm beside the operands.
    record Saved(Tensor v, Tensor g, Tensor norm) {
    }

    @Override
    public String name() {
        return "weight_norm";
    }

    /// {@code v} of any shape and {@code g} of the same, but for size 1 along the axes of the norm, to {@code v}'s shape.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape v = operands.get(0);
        Shape g = operands.get(1);
        Shape expected = Axes.reduced(v, mask, true);
        if (!g.equals(expected)) {
            throw new IllegalArgumentException("weight_norm: g is " + g + ", expected " + expected + " for v " + v
                    + "; give g size 1 along the axes of the norm and v's size along the others");
        }
        return v;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor v = operands[0];
        Tensor g = operands[1];
        Tensor norm = Axes.sum(product(v, v), mask, 1, g.shape());
        v.backend().elementwise().unary(UnaryFunction.SQRT, g.shape().count(), norm.storage(), norm.storage());
        Tensor w = product(v, binary(BinaryFunction.DIV, g, norm));
        return new Forward<>(w, new Saved(v, g, norm));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dw, boolean[] needs) {
        Tensor dg = binary(BinaryFunction.DIV, Axes.sum(product(dw, s.v), mask, 1, s.g.shape()), s.norm);
        if (!needs[0]) {
            return new Tensor[]{null, dg};
        }
        Tensor along = product(s.v, binary(BinaryFunction.DIV, dg, s.norm));
        Tensor across = binary(BinaryFunction.SUB, dw, along);
        return new Tensor[]{product(across, binary(BinaryFunction.DIV, s.g, s.norm)), dg};
    }

    private static Tensor product(Tensor a, Tensor b) {
        return binary(BinaryFunction.MUL, a, b);
    }

    /// Of {@code a}'s shape; {@code b} may have size 1 where {@code a} has more.
    private static Tensor binary(BinaryFunction f, Tensor a, Tensor b) {
        Tensor y = Tensor.empty(a.backend(), a.shape());
        a.backend().elementwise().binary(f, Broadcast.of(a.shape().sizes(), b.shape().sizes()), a.storage(), b.storage(),
                y.storage());
        return y;
    }
}
