package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Example;

/// [MaskedCrossEntropy] of positions with one or several axes.
class MaskedCrossEntropyTest extends OpProperties {
    private static final double[] LOGITS = {0, 0, Math.log(3), 0, 5, -5};
    private static final boolean[] MASKED = {true, true, false};

    MaskedCrossEntropyTest() {
        super("masked_cross_entropy");
    }

    @Example
    void onlyMaskedPositionsCount() {
        Backend backend = Backends.create("reference", 1);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(1, 3, 2), LOGITS).requireGradient();
            Tensor y = x.maskedCrossEntropy(new int[]{1, 0, 1}, MASKED);
            assertEquals((Math.log(2) - Math.log(0.75)) / 2, y.item(), 1e-12);
            y.backward();
            assertArrayEquals(new double[]{0.25, -0.25, -0.125, 0.125, 0, 0}, x.gradient().doubles(), 1e-12);
        }
    }

    @Example
    void misuseIsExplained() {
        Backend backend = Backends.create("reference", 1);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(3, 2), LOGITS);
            assertEquals(
                    "masked_cross_entropy: logits [3,2] have 3 positions, got 2 tokens and 3 marks; give one of each for every position",
                    message(() -> x.maskedCrossEntropy(new int[2], MASKED)));
            assertEquals("masked_cross_entropy: no position of [3,2] is masked, which leaves no mean; mask at least one",
                    message(() -> x.maskedCrossEntropy(new int[3], new boolean[3])));
        }
    }

    private static String message(Runnable misuse) {
        return assertThrows(IllegalArgumentException.class, misuse::run).getMessage();
    }
}
