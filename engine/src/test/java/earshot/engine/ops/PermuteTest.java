package earshot.engine.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Permute] in every order, some axes counted from the end.
class PermuteTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 4), seeds()).as((shape, seed) -> {
            List<Integer> axes = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
            Collections.shuffle(axes, new Random(seed));
            int[] order = axes.stream().mapToInt(a -> seed % 3 == 0 ? a - shape.rank() : a).toArray();
            return new OpCase("permute to " + axes, x -> x.get(0).permute(order), List.of(OpCase.any(shape, seed)), seed);
        });
    }
}
