package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;
import earshot.kernels.conv.ConvGeometry;
import java.util.List;

/// One-dimensional convolution (cross-correlation, as in PyTorch) of sequences, with or without bias, in groups: that of images of
/// one row.
///
/// ```
/// y[n, t, o]        = Σ_{k,c} x[n, t · stride + k · dilation - pad, c] · w[k, c, o] + b[o]
/// dx, dw, db        = those of images of one row: see Conv2d
/// ```
///
/// Kernels: [earshot.kernels.conv.ConvKernels]; test: {@code Conv1dTest}.
///
/// @param groups the outputs of a group of channels see its inputs only
public record Conv1d(int stride, int pad, int dilation, int groups) implements Differentiable<Conv1d.Saved> {

    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "conv1d";
    }

    /// Sequences {@code x}, a weight {@code w} for {@code C / groups} channels and a bias {@code [O]}, laid out as [Layout] says, to
    /// sequences of {@code O} channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        Shape w = operands.get(1);
        Layout.Sequence sequence = Layout.sequence(name(), x);
        Layout.Conv1dWeight weight = Layout.conv1dWeight(name(), w);
        Conv2d.check(name(), groups, x, sequence.c(), w, weight.c(), weight.o(), operands);
        try {
            ConvGeometry g = geometry(x, w);
            return new Layout.Sequence(g.n(), g.outW(), g.o()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("conv1d: input " + x + ", weight " + w + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor y = Conv2d.convolve(geometry(operands[0].shape(), operands[1].shape()), shape, operands);
        return new Forward<>(y, new Saved(operands[0], operands[1]));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return Conv2d.gradients(geometry(s.x.shape(), s.w.shape()), s.x, s.w, dy, needs);
    }

    private ConvGeometry geometry(Shape x, Shape w) {
        Layout.Sequence s = Layout.sequence(name(), x);
        Layout.Conv1dWeight k = Layout.conv1dWeight(name(), w);
        return new ConvGeometry(s.n(), 1, s.t(), s.c(), k.o(), groups, Window.line(k.k(), stride, pad, dilation));
    }
}
