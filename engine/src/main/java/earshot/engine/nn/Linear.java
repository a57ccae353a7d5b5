package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;

/// A linear map with bias: see [earshot.engine.ops.Linear]. Begins as PyTorch's does.
public final class Linear extends Module {
    private final Parameter weight;
    private final Parameter bias;

    /// @param in features of the input
    /// @param out features of the result
    public Linear(ParameterSource source, int in, int out) {
        this(source, in, out, Initializer.torchDefault(in));
    }

    /// @param in features of the input
    /// @param out features of the result
    /// @param initialBias how the bias begins, if not as PyTorch's
    public Linear(ParameterSource source, int in, int out, Initializer initialBias) {
        this(source, in, out, Initializer.torchDefault(in), initialBias);
    }

    /// @param in features of the input
    /// @param out features of the result
    /// @param initialWeight how the weight begins, if not as PyTorch's
    /// @param initialBias how the bias begins, if not as PyTorch's
    public Linear(ParameterSource source, int in, int out, Initializer initialWeight, Initializer initialBias) {
        weight = learned("weight", source.parameter(Shape.of(out, in), Layout.PLAIN, initialWeight));
        bias = learned("bias", source.parameter(Shape.of(out), Layout.PLAIN, initialBias));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.linear(weight.value(), bias.value());
    }
}
