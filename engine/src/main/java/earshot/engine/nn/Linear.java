package earshot.engine.nn;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Activation;

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

    /// The layer and an activation, {@code f(x · wᵀ + b)}, in one pass where nothing is recorded: with gradients, all but a rectifier would
    /// need the sums once more on the way back.
    public Tensor apply(Tensor x, Activation f) {
        return run(() -> {
            if (!Gradients.recording() || f == Activation.NONE || f.function().readsOutput()) {
                return Tape.apply(new earshot.engine.ops.Linear(f), x, weight.value(), bias.value());
            }
            Tensor z = forward(x);
            return switch (f) {
                case NONE -> z;
                case RELU -> z.relu();
                case SILU -> z.silu();
                case GELU -> z.gelu();
            };
        });
    }

    /// The layer and a shortcut, {@code x · wᵀ + b + r}, in one pass.
    ///
    /// @param r {@code [rows…, out]}
    public Tensor apply(Tensor x, Tensor r) {
        return run(() -> Tape.apply(earshot.engine.ops.Linear.PLAIN, x, weight.value(), bias.value(), r));
    }
}
