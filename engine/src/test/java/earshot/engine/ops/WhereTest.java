package earshot.engine.ops;

import earshot.engine.check.GradCheck.Input;
import java.util.List;
import net.jqwik.api.Arbitrary;

/// [Where] with broadcasting of mask and choices.
class WhereTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> new OpCase("where", x -> x.get(0).where(x.get(1), x.get(2)), List.of(
                Input.constant(o.b(), OpCase.bits(o.b(), o.seed() + 2)), OpCase.any(o.a(), o.seed()),
                OpCase.any(o.seed() % 2 == 0 ? o.b() : o.a(), o.seed() + 1)), o.seed()));
    }
}
