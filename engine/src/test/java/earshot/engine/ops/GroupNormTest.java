package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.List;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [GroupNorm] of rows, sequences and images, with and without weight and bias.
class GroupNormTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(2, 4), Arbitraries.of(1, 2, 3), Arbitraries.of(true, false), seeds())
                .as((shape, groups, affine, seed) -> {
                    int width = shape.size(-1);
                    Shape grouped = shape.with(-1, groups * width);
                    Shape channels = Shape.of(groups * width);
                    // Neighbouring channels differ, and so do neighbouring positions where a group has one channel.
                    Input x = spread(grouped, seed, i -> (width > 1 ? i : i / groups) % 2);
                    GroupNorm op = new GroupNorm(groups, 1e-3);
                    return affine
                            ? new OpCase("group_norm in " + groups, t -> Tape.apply(op, t.toArray(new Tensor[0])),
                                    List.of(x, OpCase.any(channels, seed + 1), OpCase.any(channels, seed + 2)), seed)
                            : new OpCase("group_norm in " + groups + " without weight", t -> Tape.apply(op, t.get(0)),
                                    List.of(x), seed);
                });
    }

    @Override
    double floatTolerance() {
        return 5e-5; // differences of sums of like size
    }

    /// No group is nearly constant, where the gradient is ill-conditioned: elements that {@code up} names are moved by 3.
    static Input spread(Shape shape, long seed, IntUnaryOperator up) {
        double[] values = OpCase.values(shape, seed, -1, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + 3 * up.applyAsInt(i));
        }
        return Input.of(shape, values);
    }
}
