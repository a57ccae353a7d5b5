package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [LayerNorm] over the last axis, the last two or all, with and without weight and bias.
class LayerNormTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 4), Arbitraries.of(1, 2, 4), Arbitraries.of(true, false), seeds())
                .as((shape, axes, affine, seed) -> {
                    int from = Math.max(0, shape.rank() - axes);
                    Shape normalized = Shape.of(Arrays.copyOfRange(shape.sizes(), from, shape.rank()));
                    Input x = GroupNormTest.spread(shape, seed, i -> i % 2);
                    LayerNorm op = new LayerNorm(normalized, 1e-3);
                    return affine
                            ? new OpCase("layer_norm over " + normalized, t -> Tape.apply(op, t.toArray(new Tensor[0])),
                                    List.of(x, OpCase.any(normalized, seed + 1), OpCase.any(normalized, seed + 2)), seed)
                            : new OpCase("layer_norm over " + normalized + " without weight", t -> Tape.apply(op, t.get(0)),
                                    List.of(x), seed);
                });
    }

    @Override
    double floatTolerance() {
        return 5e-5; // differences of sums of like size
    }
}
