package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.api.Test;

/// [NtXent] of both views.
class NtXentTest extends OpProperties {
    private static final Backend BACKEND = Backends.create("reference", 1);

    NtXentTest() {
        super("nt_xent");
    }

    /// Two samples whose four views and two negatives lie along axes, so that every cosine is 1, 0 or -1.
    @Test
    void negativesCountAndHaveNoPositive() {
        try (var _ = Scope.open()) {
            Tensor z1 = Tensor.of(BACKEND, Shape.of(2, 2), 3.0, 0.0, 0.0, 2.0);
            Tensor z2 = Tensor.of(BACKEND, Shape.of(2, 2), 1.0, 0.0, 0.0, 5.0);
            Tensor negatives = Tensor.of(BACKEND, Shape.of(2, 2), 7.0, 0.0, -1.0, 0.0);
            double[] s = NtXent.similarities(z1, z2, negatives, 0.5).doubles();
            double out = -1e9;
            assertArrayEquals(new double[]{out, 0, 2, 0, 2, -2, 0, out, 0, 2, 0, 0, 2, 0, out, 0, 2, -2, 0, 2, 0, out, 0, 0}, s,
                    1e-9);
            double e = Math.exp(2);
            double first = -Math.log(e / (e + 1 + 1 + e + 1 / e));
            double second = -Math.log(e / (e + 1 + 1 + 1 + 1));
            assertEquals((first + second) / 2, z1.ntXent(z2, negatives, 0.5).item(), 1e-12);
        }
        assertArrayEquals(new int[]{2, 3, 0, 1}, NtXent.positives(2));
    }
}
