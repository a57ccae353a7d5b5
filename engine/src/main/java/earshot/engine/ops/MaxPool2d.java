package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Window;
import earshot.kernels.pool.PoolGeometry;
import java.util.List;

/// Maximum over windows of images; padding never wins.
///
/// ```
/// y  = max of x over the window
/// dx = Σ dy over the windows whose maximum stands there; of equal values the first wins
/// ```
///
/// Kernels: [earshot.kernels.pool.PoolKernels]; test: {@code MaxPool2dTest}.
public record MaxPool2d(Window window) implements Differentiable<MaxPool2d.Saved> {

    /// Where each maximum stands.
    record Saved(Shape x, Tensor argmax) {
    }

    @Override
    public String name() {
        return "max_pool2d";
    }

    /// Images to images of as many channels.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        Layout.Image image = Layout.image(name(), x);
        try {
            PoolGeometry g = geometry(x);
            return new Layout.Image(image.n(), g.outH(), g.outW(), image.c()).shape();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("max_pool2d: input " + x + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        Tensor argmax = Tensor.emptyInts(x.backend(), shape);
        x.backend().pool().max(geometry(x.shape()), x.storage(), y.storage(), argmax.intStorage());
        return new Forward<>(y, new Saved(x.shape(), argmax));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.empty(dy.backend(), s.x);
        dy.backend().pool().maxBackward(geometry(s.x), dy.storage(), s.argmax.intStorage(), dx.storage());
        return new Tensor[]{dx};
    }

    private PoolGeometry geometry(Shape x) {
        Layout.Image i = Layout.image(name(), x);
        return new PoolGeometry(i.n(), i.h(), i.w(), i.c(), window);
    }
}
