package earshot.engine.nn;

import earshot.engine.Tensor;

/// The rectifier: see [earshot.engine.ops.Relu].
public final class ReLU extends Module {

    @Override
    protected Tensor forward(Tensor x) {
        return x.relu();
    }
}
