package earshot.kernels.optim;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuOptimTest extends OptimContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
