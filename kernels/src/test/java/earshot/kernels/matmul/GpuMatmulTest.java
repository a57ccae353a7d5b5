package earshot.kernels.matmul;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuMatmulTest extends MatmulContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
