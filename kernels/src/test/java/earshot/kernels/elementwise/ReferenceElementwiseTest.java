package earshot.kernels.elementwise;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

    @Test
    void activationsAgreeWithPublishedValues() {
        double[] x = {-2, 0, 0.5, 3};
        assertArrayEquals(new double[]{2, 0, 0.5, 3}, tested(unary(UnaryFunction.ABS, x)));
        assertArrayEquals(new double[]{-0.9640275800758169, 0, 0.46211715726000979, 0.99505475368673046},
                tested(unary(UnaryFunction.TANH, x)), 1e-15);
        assertArrayEquals(new double[]{0.11920292202211755, 0.5, 0.62245933120185459, 0.95257412682243336},
                tested(unary(UnaryFunction.SIGMOID, x)), 1e-15);
        assertArrayEquals(new double[]{-0.2384058440442351, 0, 0.31122966560092729, 2.8577223804673},
                tested(unary(UnaryFunction.SILU, x)), 1e-14);
        assertArrayEquals(new double[]{0.12692801104297249, Math.log(2), 0.97407698418010669, 3.0485873515737421},
                tested(unary(UnaryFunction.SOFTPLUS, x)), 1e-15);
        assertArrayEquals(new double[]{-0.04550026389635842, 0, 0.34573123063700656, 2.9959503059051097},
                tested(unary(UnaryFunction.GELU, x)), 1e-14);
        assertArrayEquals(new double[]{-0.045402305912224655, 0, 0.34571400982514394, 2.9963626079182270},
                tested(unary(UnaryFunction.GELU_TANH, x)), 1e-12);
    }

    @Test
    void complementaryErrorFunctionAgreesWithPublishedValues() {
        double[] x = {-3, -0.5, 0, 0.1, 1, 1.999, 2, 2.001, 5, 10, 26};
        double[] want = {1.9999779095030015, 1.5204998778130465, 1, 0.88753708398171516, 0.15729920705028513,
                0.004698443348629488, 0.0046777349810472658, 0.00465710928147535, 1.5374597944280349e-12, 2.0884875837625446e-45,
                5.6631924088561428e-296};
        for (int i = 0; i < x.length; i++) {
            assertEquals(want[i], ErrorFunction.erfc(x[i]), 1e-12 * want[i], "erfc(" + x[i] + ")");
        }
    }

    @Test
    void powersAndChoices() {
        assertArrayEquals(new double[]{9, 0.25}, tested(power(2, new double[]{-3, 0.5}, false)));
        assertArrayEquals(new double[]{Double.NaN, 2}, tested(power(0.5, new double[]{-3, 4}, false)));
        assertArrayEquals(new double[]{1, 5, 3}, tested((backend, buffers) -> {
            var y = buffers.blank(3);
            backend.elementwise().select(3, buffers.of(1, 0, Double.NaN), buffers.of(1, 2, 3), buffers.of(4, 5, 6), y);
            return buffers.read(y);
        }));
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
