package earshot.engine.ops;

import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Concat] of one to three operands along any axis, some of them empty.
class ConcatTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(1, 3), seeds(), Arbitraries.integers().between(0, 2),
                Arbitraries.of(0, 1, 2, 5).list().ofMinSize(0).ofMaxSize(2)).as((shape, seed, a, more) -> {
                    int axis = a % shape.rank();
                    List<Input> inputs = new ArrayList<>(List.of(OpCase.any(shape, seed)));
                    for (int size : more) {
                        inputs.add(OpCase.any(shape.with(axis, size), seed + inputs.size()));
                    }
                    return new OpCase("concat along " + axis,
                            x -> x.get(0).concat(axis, x.subList(1, x.size()).toArray(Tensor[]::new)),
                            inputs, seed);
                });
    }
}
