package earshot.kernels.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class ReferenceOptimTest extends OptimContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedSteps() {
        // The first step divides the gradient by its own size: without eps and decay it moves by lr.
        AdamWStep first = new AdamWStep(0.1, 0.9, 0.99, 0, 0, 1);
        double[] got = tested(adamW(first, new double[]{2}, new double[]{-3}, new double[]{0}, new double[]{0}));
        assertArrayEquals(new double[]{2.1, -0.3, 0.09}, got, 1e-15);
        // Second step, with decay 0.5: w = 2 · 0.95 - 0.1 / 0.19 · 0.2 / (√0.0796 / √0.0199 + 1)
        AdamWStep second = new AdamWStep(0.1, 0.9, 0.99, 1, 0.5, 2);
        got = tested(adamW(second, new double[]{2}, new double[]{2}, new double[]{0}, new double[]{0.04}));
        assertArrayEquals(new double[]{1.9 - 0.1 / 0.19 * 0.2 / 3, 0.2, 0.0796}, got, 1e-15);
    }

    @Test
    void sgdAgreesWithHandComputedSteps() {
        // d = 1 + 0.5 · 2 = 2, v = 0.5 · 4 + 0.75 · 2 = 3.5, w = 2 - 0.1 · 3.5; with nesterov w = 2 - 0.1 · (2 + 0.5 · 3.5).
        SgdStep s = new SgdStep(0.1, 0.5, 0.25, 0.5, false);
        assertArrayEquals(new double[]{1.65, 3.5}, tested(sgd(s, new double[]{2}, new double[]{1}, new double[]{4})), 1e-15);
        s = new SgdStep(0.1, 0.5, 0.25, 0.5, true);
        assertArrayEquals(new double[]{1.625, 3.5}, tested(sgd(s, new double[]{2}, new double[]{1}, new double[]{4})), 1e-15);
        s = new SgdStep(0.1, 0, 0.25, 0.5, false);
        assertArrayEquals(new double[]{1.8, 4}, tested(sgd(s, new double[]{2}, new double[]{1}, new double[]{4})), 1e-15);
    }

    @Test
    void averageMovesByTheRestOfTheDecay() {
        assertArrayEquals(new double[]{2.5}, tested(average(0.75, new double[]{4}, new double[]{2})), 1e-15);
    }

    @Test
    void badNumbersAreNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> new AdamWStep(0.1, 1, 0.99, 1e-8, 0, 1));
        assertEquals("AdamW: need lr, eps and weight decay >= 0, betas in [0, 1) and step >= 1, got lr 0.1, betas 1.0 and 0.99,"
                + " eps 1.0E-8, weight decay 0.0, step 1", error.getMessage());
        error = assertThrows(IllegalArgumentException.class, () -> new SgdStep(0.1, -0.9, 0, 0, false));
        assertEquals(
                "SGD: need lr, momentum and weight decay >= 0 and a finite dampening, got lr 0.1, momentum -0.9, dampening 0.0,"
                        + " weight decay 0.0",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new AdamWStep(Double.NaN, 0.9, 0.99, 1e-8, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new AdamWStep(0.1, 0.9, 0.99, 1e-8, 0, 0));
    }
}
