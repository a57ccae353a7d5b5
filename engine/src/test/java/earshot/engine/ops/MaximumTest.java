package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;

/// [Maximum] of numbers that no step of the differences can put into another order, with broadcasting.
class MaximumTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return BroadcastOperands.any().map(o -> {
            double[] between = Arrays.stream(OpCase.distinct(o.b(), o.seed() + 1).values()).map(v -> (float) (v + 0.0025))
                    .toArray();
            return new OpCase("maximum", x -> x.get(0).maximum(x.get(1)),
                    List.of(OpCase.distinct(o.a(), o.seed()), Input.of(o.b(), between)), o.seed());
        });
    }

    @Example
    void equalOperandsShareTheGradient() {
        try (var _ = Scope.open()) {
            Backend backend = Backends.create("reference", 1);
            Tensor a = Tensor.of(backend, Shape.of(3), 1.0, 5.0, 3.0).requireGradient();
            Tensor b = Tensor.of(backend, Shape.of(3), 2.0, 4.0, 3.0).requireGradient();
            a.maximum(b).sum().backward();
            assertArrayEquals(new double[]{0, 1, 0.5}, a.gradient().doubles());
            assertArrayEquals(new double[]{1, 0, 0.5}, b.gradient().doubles());
        }
    }
}
