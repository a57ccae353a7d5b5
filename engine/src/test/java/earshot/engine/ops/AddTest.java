package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;

/// [Add] with broadcasting on either side, into new memory and, where the result fits, in place.
class AddTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> {
            boolean inPlace = o.seed() % 2 == 0 && Axes.broadcast("add", o.a(), o.b()).equals(o.a());
            return new OpCase(inPlace ? "add in place" : "add",
                    x -> inPlace ? x.get(0).addInPlace(x.get(1)) : x.get(0).add(x.get(1)),
                    List.of(OpCase.any(o.a(), o.seed()), OpCase.any(o.b(), o.seed() + 1)), o.seed());
        });
    }
}
