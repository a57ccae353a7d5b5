package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.pool.AverageGeometry;
import java.util.List;

/// Mean over nearly equal parts of images, so many that the result has the size asked for. For a single part
/// [GlobalAvgPool] is faster.
///
/// ```
/// y[i, j] = mean of x over rows floor(i · H / outH) to ceil((i + 1) · H / outH), columns likewise
/// dx      = Σ dy / n over the parts of n pixels that hold the pixel
/// ```
///
/// Kernels: [earshot.kernels.pool.PoolKernels]; test: {@code AdaptiveAvgPool2dTest}.
public record AdaptiveAvgPool2d(int outH, int outW) implements Differentiable<AdaptiveAvgPool2d.Saved> {

    /// Values do not matter, the shape does.
    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "adaptive_avg_pool2d";
    }

    /// Images of at least one pixel to images of as many channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        Layout.Image image = Layout.image(name(), x);
        try {
            geometry(x);
            return new Layout.Image(image.n(), outH, outW, image.c()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("adaptive_avg_pool2d: input " + x + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().pool().average(geometry(x.shape()), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.empty(dy.backend(), s.x);
        dy.backend().pool().averageBackward(geometry(s.x), dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }

    private AverageGeometry geometry(Shape x) {
        Layout.Image i = Layout.image(name(), x);
        return AverageGeometry.adaptive(i.n(), i.h(), i.w(), i.c(), outH, outW);
    }
}
