package earshot.engine.check;

import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An op with its attributes and some operands.
///
/// @param about the op and its attributes in words
/// @param op from operands to the result; deterministic
/// @param inputs clear of kinks by more than [GradCheck#STEP] times two
/// @param seed of the values and of the cotangent
/// @param edge what is done to the values before devices are compared
public record OpCase(String about, Function<List<Tensor>, Tensor> op, List<Input> inputs, long seed, Edge edge) {

    /// A case without an edge.
    public OpCase(String about, Function<List<Tensor>, Tensor> op, List<Input> inputs, long seed) {
        this(about, op, inputs, seed, Edge.NONE);
    }

    /// The same case at an edge.
    OpCase at(Edge edge) {
        return new OpCase(about, op, inputs, seed, edge);
    }

    @Override
    public String toString() {
        return about + " of " + inputs.stream().map(i -> i.shape().toString()).collect(Collectors.joining(", ")) + ", seed "
                + seed + (edge == Edge.NONE ? "" : ", " + edge.name().toLowerCase(Locale.ROOT));
    }
}
