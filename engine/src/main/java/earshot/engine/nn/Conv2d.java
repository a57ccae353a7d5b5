package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;

/// A convolution of images: see [earshot.engine.ops.Conv2d]. Its weight begins by Kaiming's rule (fan-out), its bias by PyTorch's.
public final class Conv2d extends Module {
    private final Window window;
    private final Parameter weight;
    private final Parameter bias;

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param window size, stride and padding
    /// @param withBias not needed before a norm
    public Conv2d(ParameterSource source, int in, int out, Window window, boolean withBias) {
        this.window = window;
        Layout.ConvWeight w = new Layout.ConvWeight(window.kh(), window.kw(), in, out);
        weight = learned("weight",
                source.parameter(w.shape(), Layout.CONV_WEIGHT, Initializer.kaimingFanOut(w.shape())));
        bias = withBias
                ? learned("bias", source.parameter(Shape.of(out), Layout.PLAIN,
                        Initializer.torchDefault(in * window.kh() * window.kw())))
                : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv2d(weight.value(), bias == null ? null : bias.value(), window.strideH(), window.strideW(), window.padH(),
                window.padW());
    }
}
