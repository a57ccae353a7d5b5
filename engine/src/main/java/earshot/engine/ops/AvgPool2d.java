package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;
import earshot.kernels.pool.AverageGeometry;
import earshot.kernels.pool.PoolGeometry;
import java.util.List;

/// Mean over windows of images.
///
/// ```
/// y  = Σ over the window of x / n      n: pixels of the window, padding among them or not
/// dx = Σ over the windows that cover the pixel of dy / n
/// ```
///
/// Kernels: [earshot.kernels.pool.PoolKernels]; test: {@code AvgPool2dTest}.
///
/// @param countPad whether padding counts as pixels of value 0 (PyTorch's {@code count_include_pad}, true by default there)
public record AvgPool2d(Window window, boolean countPad) implements Differentiable<AvgPool2d.Saved> {

    /// Values do not matter, the shape does.
    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "avg_pool2d";
    }

    /// Images to images of as many channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        Layout.Image image = Layout.image(name(), x);
        try {
            PoolGeometry g = windows(x);
            return new Layout.Image(image.n(), g.outH(), g.outW(), image.c()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("avg_pool2d: input " + x + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().pool().average(AverageGeometry.sliding(windows(x.shape()), countPad), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.empty(dy.backend(), s.x);
        dy.backend().pool().averageBackward(AverageGeometry.sliding(windows(s.x), countPad), dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }

    private PoolGeometry windows(Shape x) {
        Layout.Image i = Layout.image(name(), x);
        return new PoolGeometry(i.n(), i.h(), i.w(), i.c(), window);
    }
}
