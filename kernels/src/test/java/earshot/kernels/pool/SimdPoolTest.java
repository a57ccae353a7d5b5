package earshot.kernels.pool;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdPoolTest extends PoolContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
