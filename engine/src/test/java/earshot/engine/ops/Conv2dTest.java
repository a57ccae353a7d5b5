package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Window;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Conv2d] with windows of every kind, in one group, several, or one for each channel, with and without bias.
class Conv2dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        Arbitrary<Integer> dilation = Arbitraries.of(1, 1, 2, 3);
        return Combinators
                .combine(ImageOperands.any(false), Arbitraries.of(Grouping.class), Arbitraries.of(1, 2, 7, 8, 9, 16, 17),
                        Combinators.combine(dilation, dilation).as((h, w) -> new int[]{h, w}), Arbitraries.of(true, false))
                .filter((images, grouping, out, apart, bias) -> images.dilated(apart).fits(false)).as(
                        (images, grouping, out, apart, bias) -> conv(images.dilated(apart), grouping, out, bias));
    }

    enum Grouping {
        ONE, TWO, DEPTHWISE
    }

    private static OpCase conv(ImageOperands images, Grouping grouping, int out, boolean bias) {
        int given = images.images().size(-1);
        int c = grouping == Grouping.TWO ? 2 * given : given;
        int groups = switch (grouping) {
            case ONE -> 1;
            case TWO -> 2;
            case DEPTHWISE -> c;
        };
        int o = grouping == Grouping.DEPTHWISE ? c * (1 + out % 2) : groups * out;
        Window w = images.window();
        long seed = images.seed();
        List<Input> inputs = new ArrayList<>();
        inputs.add(OpCase.any(images.images().with(-1, c), seed));
        inputs.add(OpCase.any(Shape.of(w.kh(), w.kw(), c / groups, o), seed + 1));
        if (bias) {
            inputs.add(OpCase.any(Shape.of(o), seed + 2));
        }
        return new OpCase("conv2d " + w + ", groups " + groups,
                x -> x.get(0).conv2d(x.get(1), bias ? x.get(2) : null, w, groups), inputs, seed);
    }
}
