package earshot.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class ReferenceBroadcastTest extends BroadcastContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedValues() {
        Broadcast rows = Broadcast.of(new int[]{2, 3}, new int[]{3});
        Broadcast outer = Broadcast.of(new int[]{2, 1}, new int[]{1, 3});
        double[] a = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(new double[]{11, 22, 33, 14, 25, 36}, tested(binary(BinaryFunction.ADD, rows, a, b())));
        assertArrayEquals(new double[]{-9, -18, -27, -6, -15, -24}, tested(binary(BinaryFunction.SUB, rows, a, b())));
        assertArrayEquals(new double[]{10, 20, 30, 20, 40, 60},
                tested(binary(BinaryFunction.MUL, outer, new double[]{1, 2}, b())));
        assertArrayEquals(new double[]{0.1, 0.05, 1.0 / 30, 0.2, 0.1, 2.0 / 30},
                tested(binary(BinaryFunction.DIV, outer, new double[]{1, 2}, b())));
    }

    @Test
    void comparesAsJavaDoes() {
        Broadcast g = Broadcast.of(new int[]{4}, new int[]{4});
        double[] a = {1, 2, 3, Double.NaN};
        double[] b = {2, 2, 2, 2};
        assertArrayEquals(new double[]{2, 2, 3, Double.NaN}, tested(binary(BinaryFunction.MAX, g, a, b)));
        assertArrayEquals(new double[]{1, 2, 2, Double.NaN}, tested(binary(BinaryFunction.MIN, g, a, b)));
        assertArrayEquals(new double[]{1, 0, 0, 0}, tested(binary(BinaryFunction.LESS, g, a, b)));
        assertArrayEquals(new double[]{1, 1, 0, 0}, tested(binary(BinaryFunction.LESS_EQUAL, g, a, b)));
        assertArrayEquals(new double[]{0, 1, 0, 0}, tested(binary(BinaryFunction.EQUAL, g, a, b)));
    }

    private static double[] b() {
        return new double[]{10, 20, 30};
    }
}
