package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;

/// A convolution of sequences: see [earshot.engine.ops.Conv1d]. Begins as PyTorch's does.
public final class Conv1d extends Module {
    private final earshot.engine.ops.Conv1d op;
    private final Parameter weight;
    private final Parameter bias;

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param k taps
    /// @param op stride, padding, dilation and groups
    /// @param withBias not needed before a norm
    public Conv1d(ParameterSource source, int in, int out, int k, earshot.engine.ops.Conv1d op, boolean withBias) {
        this.op = op;
        Layout.Conv1dWeight w = new Layout.Conv1dWeight(k, in / op.groups(), out);
        Initializer initializer = Initializer.torchDefault(w.c() * k);
        weight = learned("weight", source.parameter(w.shape(), Layout.CONV1D_WEIGHT, initializer));
        bias = withBias ? learned("bias", source.parameter(Shape.of(out), Layout.PLAIN, initializer)) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv1d(weight.value(), bias == null ? null : bias.value(), op);
    }
}
