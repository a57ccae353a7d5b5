package earshot.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said when integers stand where real numbers are expected, and the other way round.
class DataTypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void integersAreNoOperandsButOfAnIndex(String name) {
        var backend = Backends.create(name, 1);
        try (var _ = Scope.open()) {
            Tensor index = Tensor.ofInts(backend, Shape.of(2, 2), 0, 1, 1, 0);
            Tensor x = Tensor.of(backend, Shape.of(2, 2), 1.0, 2.0, 3.0, 4.0);
            says(() -> x.mul(index), "mul: operand 1, tensor \\[2,2], made at DataTypeTest\\..*, holds integers, expected real"
                    + " numbers; make them by Tensor.of\\(backend, shape, x.doubles\\(\\)\\)");
            says(() -> x.argMax(0).sum(), "sum: operand 0, argmax \\[2], made at DataTypeTest\\..*, holds integers, .*");
            says(() -> index.gather(0, index), "gather: operand 0, tensor \\[2,2], made at .*, holds integers, .*");
            assertArrayEquals(new double[]{1, 4, 3, 2}, x.gather(0, index).doubles());
            assertArrayEquals(new int[]{0, 1, 1, 0}, index.reshape(4).ints());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void realNumbersAreNoIntegers(String name) {
        var backend = Backends.create(name, 1);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(2), 1.0, 2.0).exp();
            says(x::ints,
                    "read integers: exp \\[2], made at .*, holds real numbers, expected integers; read doubles\\(\\), or make it"
                            + " by Tensor.ofInts");
        }
    }

    private static void says(Runnable action, String pattern) {
        String message = assertThrows(RuntimeException.class, action::run).getMessage();
        assertTrue(message.matches("(?s)" + pattern), message);
    }
}
