package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;

/// [Sub] with broadcasting on either side.
class SubTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> new OpCase("sub", x -> x.get(0).sub(x.get(1)),
                List.of(OpCase.any(o.a(), o.seed()), OpCase.any(o.b(), o.seed() + 1)), o.seed()));
    }
}
