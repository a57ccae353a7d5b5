package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Window;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Conv2d] with windows of every kind, with and without bias.
class Conv2dTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(ImageOperands.any(false), Arbitraries.of(1, 2, 7, 8, 9, 16, 17), Arbitraries.of(true, false))
                .as((images, out, bias) -> {
                    Window w = images.window();
                    long seed = images.seed();
                    List<Input> inputs = new ArrayList<>();
                    inputs.add(OpCase.any(images.images(), seed));
                    inputs.add(OpCase.any(Shape.of(w.kh(), w.kw(), images.images().size(-1), out), seed + 1));
                    if (bias) {
                        inputs.add(OpCase.any(Shape.of(out), seed + 2));
                    }
                    return new OpCase("conv2d " + w,
                            x -> x.get(0).conv2d(x.get(1), bias ? x.get(2) : null, w.strideH(), w.strideW(),
                                    w.padH(), w.padW()),
                            inputs, seed);
                });
    }
}
