package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [LogSumExp] over every set of axes.
class LogSumExpTest extends OpProperties {

    LogSumExpTest() {
        super("logsumexp");
    }

    @Example
    void largeAndInfiniteValues() {
        try (var _ = Scope.open()) {
            Backend backend = Backends.create("cpu", 1);
            assertEquals(1000 + Math.log(2), Tensor.of(backend, Shape.of(2), 1000.0, 1000.0).logSumExp().item(), 1e-4);
            double none = Double.NEGATIVE_INFINITY;
            assertEquals(none, Tensor.of(backend, Shape.of(2), none, none).logSumExp().item());
            assertEquals(3, Tensor.of(backend, Shape.of(2), none, 3.0).logSumExp().item(), 1e-6);
        }
    }
}
