package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [Compare] on every backend, and that no gradient passes it.
class CompareTest {

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void oneWhereItHolds(String name) {
        Backend backend = Backends.create(name, 1);
        try (var _ = Scope.open()) {
            Tensor a = Tensor.of(backend, Shape.of(2, 2), 1.0, 2.0, 3.0, Double.NaN);
            Tensor two = Tensor.full(backend, Shape.of(), 2);
            assertArrayEquals(new double[]{1, 0, 0, 0}, a.less(two).doubles());
            assertArrayEquals(new double[]{1, 1, 0, 0}, a.lessEqual(two).doubles());
            assertArrayEquals(new double[]{0, 1, 0, 0}, a.equal(two).doubles());
            assertArrayEquals(new double[]{0, 0, 1, 0}, two.less(a).doubles());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "reference")
    void noGradientPasses(String name) {
        try (var _ = Scope.open()) {
            Tensor a = Tensor.full(Backends.create(name, 1), Shape.of(2), 1).requireGradient();
            Tensor y = a.less(a.detach()).sum();
            String message = assertThrows(IllegalStateException.class, y::backward).getMessage();
            assertEquals(
                    "the outcome of a comparison does not change with small changes of the values; use detach() on its operand"
                            + " if it is meant as a constant",
                    message.substring(message.indexOf(": the outcome") + 2));
        }
    }
}
