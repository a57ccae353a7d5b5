package earshot.engine.nn;

import earshot.engine.Tensor;
import earshot.kernels.Window;

/// Maximum over windows of images: see [earshot.engine.ops.MaxPool2d].
public final class MaxPool2d extends Module {
    private final Window window;

    /// @param window size, stride and padding
    public MaxPool2d(Window window) {
        this.window = window;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool2d(window);
    }
}
