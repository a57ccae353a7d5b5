package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [ArgMax] along every axis, on every backend.
class ArgMaxTest {

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void theFirstOfTheLargest(String name) {
        Backend backend = Backends.create(name, 1);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(2, 3), 1.0, 5.0, 5.0, 7.0, 0.0, 5.0);
            assertArrayEquals(new int[]{1, 0}, x.argMax().ints());
            assertArrayEquals(new int[]{1, 0, 0}, x.argMax(0).ints());
            assertEquals(Shape.of(2), x.argMax(1).shape());
            Tensor nan = Tensor.of(backend, Shape.of(3), 1.0, Double.NaN, 5.0);
            assertArrayEquals(new int[]{1}, nan.argMax(-1).ints());
        }
    }
}
