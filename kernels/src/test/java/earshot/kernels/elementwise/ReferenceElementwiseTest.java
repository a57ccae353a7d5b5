package earshot.kernels.elementwise;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceElementwiseTest extends ElementwiseContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedValues() {
        assertArrayEquals(new double[]{0, 0, 2}, tested(unary(UnaryFunction.RELU, new double[]{-1, 0, 2})));
        assertArrayEquals(new double[]{1, Math.E}, tested(unary(UnaryFunction.EXP, new double[]{0, 1})), 1e-15);
        assertArrayEquals(new double[]{0, 1}, tested(unary(UnaryFunction.LOG, new double[]{1, Math.E})), 1e-15);
        assertArrayEquals(new double[]{3, 1.5}, tested(unary(UnaryFunction.SQRT, new double[]{9, 2.25})));
        assertArrayEquals(new double[]{0.3, -1.4}, tested(affine(new double[]{0, 1})), 1e-15);
    }

    @Test
    void derivativeOfReluIsZeroAtTheKink() {
        double[] dx = tested(unaryBackward(UnaryFunction.RELU, new double[]{-1, 0, 1}, new double[]{5, 5, 5}));
        assertArrayEquals(new double[]{0, 0, 5}, dx);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithCentralDifferences(UnaryFunction f) {
        double[] x = {0.5, 1, 1.75, 3};
        double[] dy = {1, -2, 0.5, 3};
        double[] y = tested(unary(f, x));
        double[] dx = tested((backend, buffers) -> {
            var result = buffers.blank(4);
            backend.elementwise().unaryBackward(f, 4, buffers.of(x), buffers.of(y), buffers.of(dy), result);
            return buffers.read(result);
        });
        assertGradient(at -> tested(unary(f, at)), x, dy, dx);
    }
}
