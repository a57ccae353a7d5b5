package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;

/// [Mul] with broadcasting on either side.
class MulTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> new OpCase("mul", x -> x.get(0).mul(x.get(1)),
                List.of(OpCase.any(o.a(), o.seed()), OpCase.any(o.b(), o.seed() + 1)), o.seed()));
    }
}
