package earshot.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.simd.SimdBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// [SimdConv] without Winograd's method.
class SimdExactConvTest extends ConvContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.exact(threads);
    }

    @ParameterizedTest
    @FieldSource("earshot.kernels.conv.SimdWinogradTest#SHAPES")
    void errorIsBelowThatOfWinogradsMethod(ConvGeometry g) {
        Values v = new Values(Values.Kind.NORMAL, 3);
        Call call = forward(g, x(g, v), w(g, v));
        double[] want = reference(call);
        double exact = SimdWinogradTest.error(tested(call), want);
        double fast = SimdWinogradTest.error(run(call, SimdBackend.create(1)), want);
        assertTrue(1.5 * exact < fast, () -> "relative error " + exact + ", with Winograd's method " + fast);
    }
}
