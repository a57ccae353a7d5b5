package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// Position of the largest value along the last axis, as integers; of equal values the first.
///
/// ```
/// y = min { c : x[c] = max x }
/// ```
///
/// Computed on the host: it ends a computation and reads little. Test: {@code ArgMaxTest}.
public record ArgMax() implements NonDifferentiable {

    @Override
    public String name() {
        return "argmax";
    }

    @Override
    public String why() {
        return "the position of a maximum does not change with small changes of the values";
    }

    /// The operand's shape without its last axis.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = Softmax.checkRows(name(), operands.getFirst());
        return Shape.of(Arrays.copyOf(x.sizes(), x.rank() - 1));
    }

    @Override
    public Tensor forward(Shape shape, Tensor... operands) {
        double[] x = operands[0].doubles();
        int classes = operands[0].shape().size(-1);
        Tensor y = Tensor.emptyInts(operands[0].backend(), shape);
        int[] index = y.intStorage().array();
        for (int row = 0; row < shape.count(); row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (x[row * classes + c] > x[row * classes + best]) {
                    best = c;
                }
            }
            index[row] = best;
        }
        return y;
    }
}
