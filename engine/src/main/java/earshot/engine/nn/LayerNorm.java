package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;

/// Layer normalisation of the last axes: see [earshot.engine.ops.LayerNorm]. Begins with weights 1 and biases 0, as PyTorch's does.
public final class LayerNorm extends Module {
    /// PyTorch's default.
    public static final double EPS = 1e-5;

    private final earshot.engine.ops.LayerNorm op;
    private final Parameter weight;
    private final Parameter bias;

    /// A layer norm of the last axis, with weight and bias and PyTorch's {@code eps}.
    public LayerNorm(ParameterSource source, int width) {
        this(source, Shape.of(width), EPS, true);
    }

    /// @param normalized sizes of the last axes
    /// @param affine whether it has weight and bias
    public LayerNorm(ParameterSource source, Shape normalized, double eps, boolean affine) {
        op = new earshot.engine.ops.LayerNorm(normalized, eps);
        weight = affine
                ? learned("weight", source.parameter(normalized, Layout.PLAIN, new Initializer.Constant(1)))
                : null;
        bias = affine ? learned("bias", source.parameter(normalized, Layout.PLAIN, new Initializer.Constant(0))) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return weight == null ? Tape.apply(op, x) : Tape.apply(op, x, weight.value(), bias.value());
    }
}
