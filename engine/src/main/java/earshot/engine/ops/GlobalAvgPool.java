package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.reduce.Reduction;
import java.util.List;

/// Mean over all pixels of each image and channel.
///
/// ```
/// y  = Σ x / (H · W)
/// dx = dy / (H · W), at every pixel
/// ```
///
/// Kernels: [earshot.kernels.reduce.ReduceKernels]; test: {@code GlobalAvgPoolTest}.
public record GlobalAvgPool() implements Differentiable<GlobalAvgPool.Saved> {

    /// Values do not matter, the shape does.
    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "global_avg_pool";
    }

    /// Images of at least one pixel to {@code [N, C]}.
    @Override
    public Shape shape(List<Shape> operands) {
        Layout.Image x = Layout.image(name(), operands.getFirst());
        if (x.h() * x.w() == 0) {
            throw new IllegalArgumentException(
                    "global_avg_pool: images " + operands.getFirst() + " have no pixels; check the strides before it");
        }
        return Shape.of(x.n(), x.c());
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        Reduction g = pixels(x.shape());
        x.backend().reduce().sum(g, 1.0 / g.count(), x.storage(), y.storage());
        return new Forward<>(y, new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.empty(dy.backend(), s.x);
        Reduction g = pixels(s.x);
        dy.backend().reduce().expand(g, 1.0 / g.count(), dy.storage(), dx.storage());
        return new Tensor[]{dx};
    }

    private Reduction pixels(Shape x) {
        Layout.Image i = Layout.image(name(), x);
        return new Reduction(i.n(), i.h() * i.w(), i.c());
    }
}
