package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;

/// A convolution of sequences with bias whose weight has a length of its own for every tap: see [earshot.engine.ops.WeightNorm]. The
/// same as PyTorch's {@code weight_norm(conv, dim=2)}, with its names; BEATs and wav2vec 2.0 place tokens with it.
public final class WeightNormConv1d extends Module {
    private final earshot.engine.ops.Conv1d op;
    private final Parameter bias;
    private final Parameter g;
    private final Parameter v;

    /// The lengths begin as the norms of the directions, the bias as 0.
    ///
    /// @param in channels of the input
    /// @param out channels of the result
    /// @param k taps
    /// @param op stride, padding, dilation and groups
    /// @param initializer of the directions
    public WeightNormConv1d(ParameterSource source, int in, int out, int k, earshot.engine.ops.Conv1d op,
            Initializer initializer) {
        this.op = op;
        Shape w = new Layout.Conv1dWeight(k, in / op.groups(), out).shape();
        bias = learned("bias", source.parameter(Shape.of(out), Layout.PLAIN, new Initializer.Constant(0)));
        g = learned("weight_g", source.parameter(Shape.of(k, 1, 1), Layout.CONV1D_WEIGHT, new Initializer.Constant(1)));
        v = learned("weight_v", source.parameter(w, Layout.CONV1D_WEIGHT, initializer));
        double[] values = v.value().doubles();
        double[] norms = new double[k];
        for (int i = 0; i < values.length; i++) {
            norms[i / (values.length / k)] += values[i] * values[i];
        }
        for (int i = 0; i < k; i++) {
            norms[i] = Math.sqrt(norms[i]);
        }
        g.value().write(norms);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv1d(v.value().weightNorm(g.value(), 1, 2), bias.value(), op);
    }
}
