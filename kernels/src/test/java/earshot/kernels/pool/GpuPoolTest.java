package earshot.kernels.pool;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuPoolTest extends PoolContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
