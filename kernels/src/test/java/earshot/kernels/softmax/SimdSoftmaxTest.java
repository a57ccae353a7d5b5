package earshot.kernels.softmax;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdSoftmaxTest extends SoftmaxContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
