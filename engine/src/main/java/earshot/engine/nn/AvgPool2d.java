package earshot.engine.nn;

import earshot.engine.Tensor;
import earshot.kernels.Window;

/// Mean over windows of images: see [earshot.engine.ops.AvgPool2d].
public final class AvgPool2d extends Module {
    private final Window window;
    private final boolean countPad;

    /// @param window size, stride and padding
    /// @param countPad whether padding counts as pixels of value 0; true is PyTorch's default
    public AvgPool2d(Window window, boolean countPad) {
        this.window = window;
        this.countPad = countPad;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.avgPool2d(window, countPad);
    }
}
