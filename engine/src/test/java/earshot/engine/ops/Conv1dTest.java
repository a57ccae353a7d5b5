package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Conv1d] with all strides, paddings and dilations, in groups, with and without bias.
class Conv1dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        Arbitrary<Conv1d> ops = Combinators.combine(Arbitraries.of(1, 2, 3), Arbitraries.of(0, 1, 2, 8), Arbitraries.of(1, 2, 3),
                Arbitraries.of(1, 1, 2, 3)).as(Conv1d::new);
        Arbitrary<Integer> channels = Arbitraries.of(1, 2, 3, 8, 9, 17);
        return Combinators.combine(ops, Arbitraries.of(1, 2, 3, 4, 5, 16), Arbitraries.of(1, 2, 7, 15, 17), channels, channels,
                seeds()).filter((op, k, t, c, o, seed) -> t + 2 * op.pad() > op.dilation() * (k - 1))
                .as((op, k, t, c, o, seed) -> conv(op, k, t, c * op.groups(), o * op.groups(), seed));
    }

    private static OpCase conv(Conv1d op, int k, int t, int c, int o, long seed) {
        boolean bias = seed % 2 == 0;
        List<Input> inputs = new ArrayList<>();
        inputs.add(OpCase.any(Shape.of(2, t, c), seed));
        inputs.add(OpCase.any(Shape.of(k, c / op.groups(), o), seed + 1));
        if (bias) {
            inputs.add(OpCase.any(Shape.of(o), seed + 2));
        }
        return new OpCase(op.toString(), x -> x.get(0).conv1d(x.get(1), bias ? x.get(2) : null, op), inputs, seed);
    }
}
