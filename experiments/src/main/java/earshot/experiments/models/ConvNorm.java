package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;

/// A convolution that keeps the size (but for its stride), a batch norm and perhaps the SiLU, named as torchvision's
/// {@code Conv2dNormActivation}.
final class ConvNorm extends Module {
    private final Conv2d conv;
    private final BatchNorm2d norm;
    private final boolean activated;

    /// @param kernel rows and columns, odd
    /// @param groups {@code in} of them make it depthwise
    ConvNorm(ParameterSource source, int in, int out, int kernel, int stride, int groups, boolean activated) {
        conv = part("0", new Conv2d(source, in, out, Window.square(kernel, stride, (kernel - 1) / 2), groups, false));
        norm = part("1", new BatchNorm2d(source, out));
        this.activated = activated;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return norm.after(conv, activated ? Activation.SILU : Activation.NONE, x);
    }
}
