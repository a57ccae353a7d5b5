package earshot.engine.ops;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Pad] in every mode along every axis.
class PadTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 3), seeds(), Arbitraries.of(Pad.Mode.class)).as((shape, seed, mode) -> {
            Random random = new Random(seed);
            int[] before = new int[shape.rank()];
            int[] after = new int[shape.rank()];
            for (int k = 0; k < before.length; k++) {
                int most = mode == Pad.Mode.REFLECT ? Math.min(3, shape.size(k) - 1) : 3;
                before[k] = random.nextInt(most + 1);
                after[k] = random.nextInt(most + 1);
            }
            return new OpCase("pad " + mode, x -> x.get(0).pad(mode, before, after, 0.5), List.of(OpCase.any(shape, seed)), seed);
        });
    }
}
