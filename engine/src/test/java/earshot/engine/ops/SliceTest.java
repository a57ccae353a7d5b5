package earshot.engine.ops;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Slice] with any starts, ends and steps, empty ones among them.
class SliceTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 4), seeds()).as((shape, seed) -> {
            Random random = new Random(seed);
            int[] start = new int[shape.rank()];
            int[] end = new int[shape.rank()];
            int[] step = new int[shape.rank()];
            for (int k = 0; k < start.length; k++) {
                start[k] = random.nextInt(shape.size(k) + 1);
                end[k] = random.nextInt(start[k], shape.size(k) + 1);
                step[k] = 1 + random.nextInt(3);
            }
            return new OpCase("slice", x -> x.get(0).slice(start, end, step), List.of(OpCase.any(shape, seed)), seed);
        });
    }
}
