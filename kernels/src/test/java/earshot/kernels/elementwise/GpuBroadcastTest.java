package earshot.kernels.elementwise;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuBroadcastTest extends BroadcastContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
