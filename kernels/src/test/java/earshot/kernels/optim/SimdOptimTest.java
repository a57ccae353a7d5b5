package earshot.kernels.optim;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdOptimTest extends OptimContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
