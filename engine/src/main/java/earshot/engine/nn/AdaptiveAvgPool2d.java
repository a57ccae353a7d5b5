package earshot.engine.nn;

import earshot.engine.Tensor;

/// Mean over nearly equal parts of images: see [earshot.engine.ops.AdaptiveAvgPool2d].
public final class AdaptiveAvgPool2d extends Module {
    private final int outH;
    private final int outW;

    /// @param outH rows of the result
    /// @param outW columns of the result
    public AdaptiveAvgPool2d(int outH, int outW) {
        this.outH = outH;
        this.outW = outW;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveAvgPool2d(outH, outW);
    }
}
