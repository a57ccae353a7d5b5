package earshot.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class ReferenceMatmulTest extends MatmulContract {
    private static final double[] BY_HAND = {58, 64, 139, 154};

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedProduct() {
        double[] a = {1, 2, 3, 4, 5, 6};
        double[] aTransposed = {1, 4, 2, 5, 3, 6};
        double[] b = {7, 8, 9, 10, 11, 12};
        double[] bTransposed = {7, 9, 11, 8, 10, 12};
        assertArrayEquals(BY_HAND, product(false, false, a, b));
        assertArrayEquals(BY_HAND, product(true, false, aTransposed, b));
        assertArrayEquals(BY_HAND, product(false, true, a, bTransposed));
        assertArrayEquals(BY_HAND, product(true, true, aTransposed, bTransposed));
    }

    private double[] product(boolean transposeA, boolean transposeB, double[] a, double[] b) {
        return tested((backend, buffers) -> {
            Storage y = buffers.blank(4);
            backend.matmul().matmul(new MatmulGeometry(1, 2, 2, 3, transposeA, transposeB), buffers.of(a), buffers.of(b),
                    Epilogue.NONE,
                    y);
            return buffers.read(y);
        });
    }
}
