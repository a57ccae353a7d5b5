package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [GlobalAvgPool].
class GlobalAvgPoolTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(4, 4), seeds()).as((shape, seed) -> new OpCase("global_avg_pool",
                x -> x.get(0).globalAvgPool(), List.of(OpCase.any(shape, seed)), seed));
    }
}
