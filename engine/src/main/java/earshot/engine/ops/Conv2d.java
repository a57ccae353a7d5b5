package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// Two-dimensional convolution (cross-correlation, as in PyTorch) of images, with or without bias, in groups.
///
/// ```
/// y  = Σ over window and a group's channels of x · w, + b      (indices: see the kernels)
/// dx = the transposed convolution of dy with w       dw = Σ over images and positions of x · dy       db = Σ dy
/// ```
///
/// Kernels: [earshot.kernels.conv.ConvKernels]; test: {@code Conv2dTest}.
///
/// @param window of the weight's size
/// @param groups the outputs of a group of channels see its inputs only; as many groups as input channels make it depthwise
public record Conv2d(Window window, int groups) implements Differentiable<Conv2d.Saved> {

    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "conv2d";
    }

    /// Images {@code x}, a weight {@code w} for {@code C / groups} channels and a bias {@code [O]}, laid out as [Layout] says, to
    /// images of {@code O} channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        Shape w = operands.get(1);
        Layout.Image image = Layout.image(name(), x);
        Layout.ConvWeight weight = Layout.convWeight(name(), w);
        if (weight.kh() != window.kh() || weight.kw() != window.kw()) {
            throw new IllegalArgumentException("conv2d: weight " + w + " is " + weight.kh() + "x" + weight.kw() + ", the window "
                    + window.kh() + "x" + window.kw() + "; make them equal");
        }
        check(name(), groups, x, image.c(), w, weight.c(), weight.o(), operands);
        try {
            ConvGeometry g = geometry(x, w);
            return new Layout.Image(g.n(), g.outH(), g.outW(), g.o()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("conv2d: input " + x + ", weight " + w + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor y = convolve(geometry(operands[0].shape(), operands[1].shape()), shape, operands);
        return new Forward<>(y, new Saved(operands[0], operands[1]));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return gradients(geometry(s.x.shape(), s.w.shape()), s.x, s.w, dy, needs);
    }

    ConvGeometry geometry(Shape x, Shape w) {
        Layout.Image i = Layout.image(name(), x);
        return new ConvGeometry(i.n(), i.h(), i.w(), i.c(), Layout.convWeight(name(), w).o(), groups, window);
    }

    // Shared with Conv1d

    /// Fails unless channels, groups and bias fit.
    ///
    /// @param c channels of the input
    /// @param weightC input channels of the weight
    static void check(String name, int groups, Shape x, int c, Shape w, int weightC, int o, List<Shape> operands) {
        if (groups < 1 || c % groups != 0 || o % groups != 0) {
            throw new IllegalArgumentException(name + ": " + groups + " groups must divide " + c + " input channels and " + o
                    + " output channels (input " + x + ", weight " + w + "); choose a common divisor");
        }
        if (weightC * groups != c) {
            throw new IllegalArgumentException(name + ": weight has " + weightC + " input channels"
                    + (groups == 1 ? "" : " for each of " + groups + " groups") + ", input has " + c + " (input " + x
                    + ", weight "
                    + w + "); "
                    + (c == 1
                            ? "repeat the mono channel or build the model with 1 input channel"
                            : "build the layer for " + c + " input channels"));
        }
        if (operands.size() > 2 && !operands.get(2).equals(Shape.of(o))) {
            throw new IllegalArgumentException(
                    name + ": bias is " + operands.get(2) + ", expected " + Shape.of(o) + " for weight " + w);
        }
    }

    /// The result, bias added if there is one.
    static Tensor convolve(ConvGeometry g, Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().conv().forward(g, x.storage(), operands[1].storage(),
                Epilogue.bias(operands.length > 2 ? operands[2].storage() : null), y.storage());
        return y;
    }

    /// The gradients of input, weight and bias.
    static Tensor[] gradients(ConvGeometry g, Tensor x, Tensor w, Tensor dy, boolean[] needs) {
        Tensor[] d = new Tensor[needs.length];
        if (needs[0]) {
            d[0] = Tensor.empty(dy.backend(), x.shape());
            dy.backend().conv().backwardData(g, w.storage(), dy.storage(), d[0].storage());
        }
        if (needs[1]) {
            d[1] = Tensor.empty(dy.backend(), w.shape());
            dy.backend().conv().backwardWeight(g, x.storage(), dy.storage(), d[1].storage());
        }
        if (needs.length > 2 && needs[2]) {
            d[2] = Tensor.empty(dy.backend(), Shape.of(g.o()));
            dy.backend().reduce().sum(new Reduction(1, dy.shape().count() / g.o(), g.o()), 1, dy.storage(), d[2].storage());
        }
        return d;
    }
}
