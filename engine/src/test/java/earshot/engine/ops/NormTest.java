package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Norm] over every set of axes, clear of 0.
class NormTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(0, 4), seeds(), Arbitraries.integers().between(0, 31)).as((shape, seed, bits) -> {
            Norm op = new Norm(mask(shape, bits), bits >= 16);
            return new OpCase(op.name() + Arrays.toString(op.axes()), x -> Tape.apply(op, x.get(0)),
                    List.of(OpCase.clearOfZero(shape, seed)), seed);
        });
    }

    @Example
    void gradientOfZeroIsZero() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(Backends.create("reference", 1), Shape.of(3), 0).requireGradient();
            x.norm().backward();
            assertArrayEquals(new double[]{0, 0, 0}, x.gradient().doubles());
        }
    }
}
