package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;

/// A table of learned rows: see [earshot.engine.ops.Embedding]. Begins standard normal, as PyTorch's does. Its input is a tensor of
/// integers.
public final class Embedding extends Module {
    private final Parameter weight;

    /// @param rows how many there are to look up
    /// @param width of a row
    public Embedding(ParameterSource source, int rows, int width) {
        weight = learned("weight", source.parameter(Shape.of(rows, width), Layout.PLAIN, new Initializer.Normal(1)));
    }

    @Override
    protected Tensor forward(Tensor index) {
        return weight.value().embedding(index);
    }
}
