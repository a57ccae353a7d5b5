package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [AvgPool2d] with and without padding among the pixels.
class AvgPool2dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(ImageOperands.any(true), Arbitraries.of(true, false))
                .as((o, countPad) -> new OpCase("avg_pool2d " + o.window() + (countPad ? " with padding" : ""),
                        x -> x.get(0).avgPool2d(o.window(), countPad), List.of(OpCase.any(o.images(), o.seed())), o.seed()));
    }
}
