package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [AdaptiveAvgPool2d] to fewer, as many and more pixels than there are.
class AdaptiveAvgPool2dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(4, 4), sizes(), sizes(), seeds())
                .as((shape, h, w, seed) -> new OpCase("adaptive_avg_pool2d to " + h + "x" + w,
                        x -> x.get(0).adaptiveAvgPool2d(h, w), List.of(OpCase.any(shape, seed)), seed));
    }
}
