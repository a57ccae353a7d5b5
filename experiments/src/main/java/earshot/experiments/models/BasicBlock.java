package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;

/// Two 3×3 convolutions with a shortcut around them (He et al., 2016), as torchvision's {@code BasicBlock}.
public final class BasicBlock extends Module {
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;
    private final ConvNorm downsample;

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param stride of the first convolution and of the shortcut
    public BasicBlock(ParameterSource source, int in, int out, int stride) {
        conv1 = part("conv1", new Conv2d(source, in, out, Window.square(3, stride, 1), false));
        bn1 = part("bn1", new BatchNorm2d(source, out));
        conv2 = part("conv2", new Conv2d(source, out, out, Window.square(3, 1, 1), false));
        bn2 = part("bn2", new BatchNorm2d(source, out));
        downsample = stride == 1 && in == out ? null : part("downsample", new ConvNorm(source, in, out, 1, stride, 1, false));
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = bn1.after(conv1, Activation.RELU, x);
        return bn2.after(conv2, Activation.RELU, y, downsample == null ? x : downsample.apply(x));
    }
}
