package earshot.kernels.norm;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuGroupNormTest extends GroupNormContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
