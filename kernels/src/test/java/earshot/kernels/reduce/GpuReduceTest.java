package earshot.kernels.reduce;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuReduceTest extends ReduceContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
