package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitrary;

/// [Div] with broadcasting on either side, clear of division by 0.
class DivTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> new OpCase("div", x -> x.get(0).div(x.get(1)),
                List.of(OpCase.any(o.a(), o.seed()), Input.of(o.b(), OpCase.values(o.b(), o.seed() + 1, 0.5, 2))), o.seed()));
    }
}
