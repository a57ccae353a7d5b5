package earshot.kernels.index;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuIndexTest extends IndexContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
