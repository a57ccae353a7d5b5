package earshot.kernels.elementwise;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuElementwiseTest extends ElementwiseContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
