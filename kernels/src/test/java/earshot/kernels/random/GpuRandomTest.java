package earshot.kernels.random;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuRandomTest extends RandomContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
