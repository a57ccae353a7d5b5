package earshot.kernels.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Epilogues;
import earshot.kernels.gpu.GpuBackend;
import earshot.kernels.gpu.GpuUnderTest;
import earshot.kernels.gpu.OnGpu;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The kernel for tensor cores, on a device that only plays them. The operands are rounded for it beforehand: all else is in single precision.
@OnGpu
class GpuMatmulByTensorCoresTest extends MatmulContract {

    @Override
    protected Backend backend(int threads) {
        return GpuBackend.create(GpuUnderTest.driver("tensorCores", true));
    }

    @Override
    protected double[] operands(double[] drawn) {
        return Arrays.stream(drawn).map(GpuMatmulByTensorCoresTest::rounded).toArray();
    }

    /// To 10 bits after the point, halves away from zero.
    private static double rounded(double x) {
        return Double.isFinite(x) ? Float.intBitsToFloat(Float.floatToRawIntBits((float) x) + 0x1000 & 0xffffe000) : x;
    }

    @Test
    void operandsAreRoundedTo10BitsAfterThePoint() {
        double[] x = {1 + 0x1p-10, 1 + 0x1p-11, 1 + 0x1p-12, -1 - 0x1p-11, 3 + 0x1p-10 + 0x1p-20, 0};
        double[] want = {1 + 0x1p-10, 1 + 0x1p-10, 1, -1 - 0x1p-10, 3 + 0x1p-9, 0};
        assertArrayEquals(want, Arrays.stream(x).map(GpuMatmulByTensorCoresTest::rounded).toArray(), 0);
        MatmulGeometry outer = new MatmulGeometry(1, x.length, 1, 1, false, false);
        assertArrayEquals(want, tested(call(outer, x, new double[]{1}, Epilogues.NONE)), 0);
        assertArrayEquals(want,
                tested(call(new MatmulGeometry(1, 1, x.length, 1, false, false), new double[]{1}, x, Epilogues.NONE)), 0);
    }
}
