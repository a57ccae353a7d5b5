package earshot.engine.nn;

import earshot.engine.Tensor;

/// Mean over all pixels of images, to one row of channels per image: see [earshot.engine.ops.GlobalAvgPool].
public final class GlobalAvgPool extends Module {

    @Override
    protected Tensor forward(Tensor x) {
        return x.globalAvgPool();
    }
}
