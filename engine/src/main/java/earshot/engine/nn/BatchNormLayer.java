package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.BatchNorm;
import earshot.kernels.elementwise.Activation;

/// What batch norms share: weight, bias and running statistics, whatever the axes before the channels. Begins as the identity, as
/// PyTorch's does.
abstract sealed class BatchNormLayer extends Module permits BatchNorm1d, BatchNorm2d {
    /// PyTorch's default.
    public static final double EPS = 1e-5;
    /// PyTorch's default.
    public static final double MOMENTUM = 0.1;

    private final Parameter weight;
    private final Parameter bias;
    private final Tensor runningMean;
    private final Tensor runningVar;
    private final State.Count batches;

    BatchNormLayer(ParameterSource source, int channels) {
        Shape vector = Shape.of(channels);
        weight = learned("weight", source.parameter(vector, Layout.PLAIN, new Initializer.Constant(1)));
        bias = learned("bias", source.parameter(vector, Layout.PLAIN, new Initializer.Constant(0)));
        runningMean = gathered("running_mean", new State.Running(source.running(channels, 0))).tensor();
        runningVar = gathered("running_var", new State.Running(source.running(channels, 1))).tensor();
        batches = gathered("num_batches_tracked", new State.Count());
    }

    @Override
    protected Tensor forward(Tensor x) {
        return normalized(Activation.NONE, x);
    }

    /// The layer and an activation in one pass: {@code f(norm(x))}.
    public final Tensor activated(Activation f, Tensor x) {
        return run(() -> normalized(f, x));
    }

    /// The layer, a sum and an activation in one pass: {@code f(norm(x) + shortcut)}.
    public final Tensor activated(Activation f, Tensor x, Tensor shortcut) {
        return run(() -> normalized(f, x, shortcut));
    }

    /// @param x and what is added to the result, if anything
    private Tensor normalized(Activation f, Tensor... x) {
        BatchNorm op = new BatchNorm(training(), MOMENTUM, EPS, runningMean, runningVar, f);
        Tensor y = x.length == 1
                ? Tape.apply(op, x[0], weight.value(), bias.value())
                : Tape.apply(op, x[0], weight.value(), bias.value(), x[1]);
        if (training()) {
            batches.set(batches.value() + 1);
        }
        return y;
    }
}
