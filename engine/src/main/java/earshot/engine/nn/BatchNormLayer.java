package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.BatchNorm;
import earshot.engine.ops.ConvBatchNorm;
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

    /// The layer, perhaps a sum, and an activation.
    ///
    /// @param x and what is added to the result, if anything
    final Tensor normalized(Activation f, Tensor... x) {
        Tensor y = x.length == 1
                ? Tape.apply(op(f), x[0], weight.value(), bias.value())
                : Tape.apply(op(f), x[0], weight.value(), bias.value(), x[1]);
        if (training()) {
            batches.set(batches.value() + 1);
        }
        return y;
    }

    /// The layer behind a convolution without bias, perhaps a sum, and an activation.
    ///
    /// @param x the convolution's input, and what is added to the result, if anything
    final Tensor convolved(Conv2d conv, Activation f, Tensor... x) {
        return Tape.apply(new ConvBatchNorm(conv.op(), op(f)), x.length == 1
                ? new Tensor[]{x[0], conv.weight(), weight.value(), bias.value()}
                : new Tensor[]{x[0], conv.weight(), weight.value(), bias.value(), x[1]});
    }

    private BatchNorm op(Activation f) {
        return new BatchNorm(training(), MOMENTUM, EPS, runningMean, runningVar, f);
    }
}
