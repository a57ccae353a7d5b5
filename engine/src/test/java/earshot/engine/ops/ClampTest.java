package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Clamp], clear of its bounds, of which one or both may be infinite.
class ClampTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapesOrEmpty(0, 3), seeds(), Arbitraries.of(-0.3025, Double.NEGATIVE_INFINITY),
                Arbitraries.of(0.2025, Double.POSITIVE_INFINITY))
                .as((shape, seed, low, high) -> new OpCase("clamp to " + low + " … " + high, x -> x.get(0).clamp(low, high),
                        List.of(OpCase.distinct(shape, seed)), seed));
    }

    @Example
    void gradientPassesAtTheBounds() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(Backends.create("reference", 1), Shape.of(4), -2.0, -1.0, 1.0, 1.5).requireGradient();
            x.clamp(-1, 1).sum().backward();
            assertArrayEquals(new double[]{0, 1, 1, 0}, x.gradient().doubles());
        }
    }
}
