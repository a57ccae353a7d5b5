package earshot.engine.check;

import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What is done to the values of a case before devices are compared. Differences cannot go there (they need values clear of kinks,
/// and of one order); devices have to agree there all the same.
public enum Edge {
    /// Nothing.
    NONE,
    /// Many equal values: all are rounded to halves, away from 0.
    TIES,
    /// Every other value is 0, where most kinks are.
    ZEROS,
    /// The first operand is 2¹⁰ times as large.
    LARGE,
    /// The first operand is 2¹⁰ times as small.
    TINY;

    /// The operands at this edge; constants, such as masks, stay as they are.
    List<Input> of(List<Input> inputs) {
        return IntStream.range(0, inputs.size()).mapToObj(i -> {
            Input x = inputs.get(i);
            return x.gradient() ? new Input(x.shape(), values(x.values(), i == 0), true) : x;
        }).toList();
    }

    private double[] values(double[] x, boolean first) {
        return switch (this) {
            case NONE -> x;
            case TIES -> Arrays.stream(x).map(v -> Math.copySign(Math.ceil(Math.abs(v) * 2) / 2, v)).toArray();
            case ZEROS -> IntStream.range(0, x.length).mapToDouble(i -> i % 2 == 0 ? 0 : x[i]).toArray();
            case LARGE -> first ? Arrays.stream(x).map(v -> v * 1024).toArray() : x;
            case TINY -> first ? Arrays.stream(x).map(v -> v / 1024).toArray() : x;
        };
    }

    /// Tensors whose values are all below this are compared relative to it.
    double floor() {
        return this == LARGE ? 1024 : 1;
    }
}
