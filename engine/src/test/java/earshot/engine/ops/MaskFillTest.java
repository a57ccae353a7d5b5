package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [MaskFill] with masks that have axes of size 1 or none.
class MaskFillTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 3), seeds(), Arbitraries.integers().between(0, 15))
                .as((shape, seed, bits) -> {
                    int[] sizes = shape.sizes();
                    for (int i = 0; i < sizes.length; i++) {
                        sizes[i] = (bits >> i & 1) == 1 ? 1 : sizes[i];
                    }
                    Shape mask = Shape.of(bits < 8 ? sizes : Arrays.copyOfRange(sizes, Math.min(1, sizes.length), sizes.length));
                    return new OpCase("mask fill", x -> x.get(0).maskFill(x.get(1), -7),
                            List.of(OpCase.any(shape, seed), Input.constant(mask, OpCase.bits(mask, seed + 1))), seed);
                });
    }
}
