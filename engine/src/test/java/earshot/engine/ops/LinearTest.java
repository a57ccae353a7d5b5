package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Linear] of vectors, rows and batches of rows, with and without bias.
class LinearTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), sizes(), seeds(), Arbitraries.of(true, false)).as((shape, out, seed, bias) -> {
            Input x = OpCase.any(shape, seed);
            Input w = OpCase.any(Shape.of(out, shape.size(-1)), seed + 1);
            return bias
                    ? new OpCase("linear", t -> t.get(0).linear(t.get(1), t.get(2)),
                            List.of(x, w, OpCase.any(Shape.of(out), seed + 2)), seed)
                    : new OpCase("linear without bias", t -> t.get(0).linear(t.get(1), null), List.of(x, w), seed);
        });
    }
}
