package earshot.kernels.elementwise;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdBroadcastTest extends BroadcastContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
