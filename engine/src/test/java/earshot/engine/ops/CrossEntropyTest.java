package earshot.engine.ops;

import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [CrossEntropy] of rows with any distributions, and its mean with smoothed and mixed labels.
class CrossEntropyTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(2, 2), seeds(), Arbitraries.of(true, false)).as((shape, seed, rows) -> {
            Input logits = OpCase.any(shape, seed);
            return rows
                    ? new OpCase("losses of rows", x -> Tape.apply(new CrossEntropy(), x.get(0), x.get(1)),
                            List.of(logits, Input.constant(shape, OpCase.values(shape, seed + 1, 0, 1))), seed)
                    : new OpCase("mean loss of mixed labels", x -> x.get(0).crossEntropy(mixed(x.get(0), seed)), List.of(logits),
                            seed);
        });
    }

    private static Tensor mixed(Tensor logits, long seed) {
        int rows = logits.shape().size(0);
        int classes = logits.shape().size(1);
        Random random = new Random(seed);
        return Targets.mixed(logits.backend(), random.ints(rows, 0, classes).toArray(), random.ints(rows, 0, classes).toArray(),
                0.3,
                classes, 0.1);
    }
}
