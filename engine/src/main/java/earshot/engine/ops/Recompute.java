package earshot.engine.ops;

import earshot.engine.Gradients;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// A part of a network that keeps nothing but its operands until the backward pass, and then is run once more (Chen et al., "Training
/// deep nets with sublinear memory cost", 2016): memory for time.
///
/// ```
/// y  = f(x)
/// dx = dy · f'(x), with all that f' needs computed again
/// ```
///
/// The first run records as the second does and throws the record away, so that both take the same kernels and round alike. Parameters
/// inside f collect their gradients themselves. What f has from outside must be a constant: what needs a gradient is an operand.
///
/// No kernels; test: {@code RecomputeTest}.
///
/// @param f gives the same result whenever it is run, and changes nothing
public record Recompute(Function<List<Tensor>, Tensor> f) implements Differentiable<Recompute.Saved> {

    record Saved(Tensor... x) {
    }

    @Override
    public String name() {
        return "recompute";
    }

    /// The result has the shape of the first operand, as that of a residual layer has.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        // The record counts who saved what; on copies, so that nothing outside waits for a backward pass that will not come.
        Tensor y = recorded(Arrays.stream(operands).map(t -> t.copy().requireGradient()).toList());
        if (!y.shape().equals(shape)) {
            throw new IllegalArgumentException("recompute: the part gives " + y.shape() + ", expected " + shape
                    + ", the shape of its first operand; run it without recomputation");
        }
        return new Forward<>(y.copy(), new Saved(operands));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        List<Tensor> x = new ArrayList<>();
        for (int i = 0; i < needs.length; i++) {
            x.add(needs[i] ? s.x[i].requireGradient() : s.x[i].detach());
        }
        recorded(x).backward(dy);
        Tensor[] dx = new Tensor[needs.length];
        for (int i = 0; i < needs.length; i++) {
            if (needs[i]) {
                Tensor gradient = x.get(i).gradient();
                dx[i] = gradient == null ? Tensor.full(dy.backend(), x.get(i).shape(), 0) : gradient.copy();
                x.get(i).clearGradient();
            }
        }
        return dx;
    }

    private Tensor recorded(List<Tensor> x) {
        try (var _ = Gradients.on()) {
            return f.apply(x);
        }
    }
}
