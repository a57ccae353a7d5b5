package earshot.kernels.softmax;

import earshot.kernels.Backend;
import earshot.kernels.gpu.OnGpu;
import earshot.kernels.gpu.GpuUnderTest;

@OnGpu
class GpuSoftmaxTest extends SoftmaxContract {

    @Override
    protected Backend backend(int threads) {
        return GpuUnderTest.backend();
    }
}
