package earshot.engine.ops;

import java.util.List;
import net.jqwik.api.Arbitrary;

/// [MaxPool2d] of values that no step of the differences can put into another order.
class MaxPool2dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return ImageOperands.any(true).map(o -> new OpCase("max_pool2d " + o.window(), x -> x.get(0).maxPool2d(o.window()),
                List.of(OpCase.distinct(o.images(), o.seed())), o.seed()));
    }
}
