package earshot.kernels.conv;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuConvTest extends ConvContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
