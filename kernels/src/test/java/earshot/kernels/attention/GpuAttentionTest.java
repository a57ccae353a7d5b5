package earshot.kernels.attention;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuAttentionTest extends AttentionContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
