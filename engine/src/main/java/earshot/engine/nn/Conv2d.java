package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;

/// A convolution of images: see [earshot.engine.ops.Conv2d]. Its weight begins by Kaiming's rule (fan-out), its bias by PyTorch's.
public final class Conv2d extends Module {
    private final Window window;
    private final int groups;
    private final Parameter weight;
    private final Parameter bias;

    /// A convolution in one group.
    ///
    /// @param in channels of the input
    /// @param out channels of the result
    /// @param window size, stride, padding and dilation
    /// @param withBias not needed before a norm
    public Conv2d(ParameterSource source, int in, int out, Window window, boolean withBias) {
        this(source, in, out, window, 1, withBias);
    }

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param window size, stride, padding and dilation
    /// @param groups a divisor of both; {@code in} groups make it depthwise
    /// @param withBias not needed before a norm
    public Conv2d(ParameterSource source, int in, int out, Window window, int groups, boolean withBias) {
        this(source, in, out, window, groups,
                withBias ? Initializer.torchDefault(in / groups * window.kh() * window.kw()) : null);
    }

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param window size, stride, padding and dilation
    /// @param groups a divisor of both; {@code in} groups make it depthwise
    /// @param initialBias how the bias begins, if not as PyTorch's; null for none
    public Conv2d(ParameterSource source, int in, int out, Window window, int groups, Initializer initialBias) {
        this.window = window;
        this.groups = groups;
        Layout.ConvWeight w = new Layout.ConvWeight(window.kh(), window.kw(), in / groups, out);
        weight = learned("weight",
                source.parameter(w.shape(), Layout.CONV_WEIGHT, Initializer.kaimingFanOut(w.shape())));
        bias = initialBias == null ? null : learned("bias", source.parameter(Shape.of(out), Layout.PLAIN, initialBias));
    }

    boolean hasBias() {
        return bias != null;
    }

    Tensor weight() {
        return weight.value();
    }

    /// What this layer does, apart from its parameters.
    earshot.engine.ops.Conv2d op() {
        return new earshot.engine.ops.Conv2d(window, groups);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv2d(weight.value(), bias == null ? null : bias.value(), window, groups);
    }
}
