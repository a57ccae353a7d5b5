package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;

/// Group normalisation of channels: see [earshot.engine.ops.GroupNorm]. Begins with weights 1 and biases 0, as PyTorch's does.
public final class GroupNorm extends Module {
    /// PyTorch's default.
    public static final double EPS = 1e-5;

    private final earshot.engine.ops.GroupNorm op;
    private final Parameter weight;
    private final Parameter bias;

    /// A group norm with weight and bias and PyTorch's {@code eps}.
    public GroupNorm(ParameterSource source, int groups, int channels) {
        this(source, groups, channels, EPS, true);
    }

    /// @param groups a divisor of {@code channels}
    /// @param affine whether it has weight and bias
    public GroupNorm(ParameterSource source, int groups, int channels, double eps, boolean affine) {
        op = new earshot.engine.ops.GroupNorm(groups, eps);
        Shape vector = Shape.of(channels);
        weight = affine ? learned("weight", source.parameter(vector, Layout.PLAIN, new Initializer.Constant(1))) : null;
        bias = affine ? learned("bias", source.parameter(vector, Layout.PLAIN, new Initializer.Constant(0))) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return weight == null ? Tape.apply(op, x) : Tape.apply(op, x, weight.value(), bias.value());
    }
}
