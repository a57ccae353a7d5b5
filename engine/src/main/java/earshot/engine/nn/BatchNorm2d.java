package earshot.engine.nn;

import earshot.engine.Gradients;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Activation;

/// Batch normalisation of images {@code [N, H, W, C]}: see [earshot.engine.ops.BatchNorm].
public final class BatchNorm2d extends BatchNormLayer {

    /// @param channels of the input
    public BatchNorm2d(ParameterSource source, int channels) {
        super(source, channels);
    }

    /// A convolution, this layer and an activation: {@code f(norm(conv(x)))}. The activation costs no pass over memory, and in inference,
    /// where nothing is recorded, the norm costs none either.
    public Tensor after(Conv2d conv, Activation f, Tensor x) {
        return run(() -> fused(conv) ? convolved(conv, f, x) : normalized(f, conv.apply(x)));
    }

    /// As {@link #after(Conv2d, Activation, Tensor)} with a sum before the activation: {@code f(norm(conv(x)) + shortcut)}.
    public Tensor after(Conv2d conv, Activation f, Tensor x, Tensor shortcut) {
        return run(() -> fused(conv) ? convolved(conv, f, x, shortcut) : normalized(f, conv.apply(x), shortcut));
    }

    /// With gradients the convolution's result would be computed a second time on the way back.
    private boolean fused(Conv2d conv) {
        return !training() && !Gradients.recording() && !conv.hasBias();
    }
}
