package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// Two-dimensional convolution (cross-correlation, as in PyTorch) of images, with or without bias.
///
/// ```
/// y  = Σ over window and channels of x · w, + b      (indices: see the kernels)
/// dx = the transposed convolution of dy with w       dw = Σ over images and positions of x · dy       db = Σ dy
/// ```
///
/// Kernels: [earshot.kernels.conv.ConvKernels]; test: {@code Conv2dTest}.
public record Conv2d(int strideH, int strideW, int padH, int padW) implements Differentiable<Conv2d.Saved> {

    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "conv2d";
    }

    /// Images {@code x}, a weight {@code w} and a bias {@code [O]}, laid out as [Layout] says, to images of {@code O} channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        Shape w = operands.get(1);
        Layout.Image image = Layout.image(name(), x);
        Layout.ConvWeight weight = Layout.convWeight(name(), w);
        if (weight.c() != image.c()) {
            throw new IllegalArgumentException("conv2d: weight has " + weight.c() + " input channels, input has " + image.c()
                    + " (input " + x + ", weight " + w + "); "
                    + (image.c() == 1
                            ? "repeat the mono channel or build the model with 1 input channel"
                            : "build the layer for " + image.c() + " input channels"));
        }
        if (operands.size() > 2 && !operands.get(2).equals(Shape.of(weight.o()))) {
            throw new IllegalArgumentException(
                    "conv2d: bias is " + operands.get(2) + ", expected " + Shape.of(weight.o()) + " for weight " + w);
        }
        try {
            ConvGeometry g = geometry(x, w);
            return new Layout.Image(g.n(), g.outH(), g.outW(), g.o()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("conv2d: input " + x + ", weight " + w + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor w = operands[1];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().conv().forward(geometry(x.shape(), w.shape()), x.storage(), w.storage(), y.storage());
        if (operands.length > 2) {
            Tensor b = operands[2];
            x.backend().elementwise().binary(BinaryFunction.ADD, Broadcast.of(shape.sizes(), b.shape().sizes()), y.storage(),
                    b.storage(), y.storage());
        }
        return new Forward<>(y, new Saved(x, w));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        ConvGeometry g = geometry(s.x.shape(), s.w.shape());
        Tensor[] d = new Tensor[needs.length];
        if (needs[0]) {
            d[0] = Tensor.empty(dy.backend(), s.x.shape());
            dy.backend().conv().backwardData(g, s.w.storage(), dy.storage(), d[0].storage());
        }
        if (needs[1]) {
            d[1] = Tensor.empty(dy.backend(), s.w.shape());
            dy.backend().conv().backwardWeight(g, s.x.storage(), dy.storage(), d[1].storage());
        }
        if (needs.length > 2 && needs[2]) {
            d[2] = Tensor.empty(dy.backend(), Shape.of(g.o()));
            dy.backend().reduce().sum(new Reduction(1, dy.shape().count() / g.o(), g.o()), 1, dy.storage(), d[2].storage());
        }
        return d;
    }

    private ConvGeometry geometry(Shape x, Shape w) {
        Layout.Image i = Layout.image(name(), x);
        Layout.ConvWeight k = Layout.convWeight(name(), w);
        return new ConvGeometry(i.n(), i.h(), i.w(), i.c(), k.o(),
                new Window(k.kh(), k.kw(), strideH, strideW, padH, padW));
    }
}
