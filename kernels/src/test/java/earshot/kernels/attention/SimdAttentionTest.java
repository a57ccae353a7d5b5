package earshot.kernels.attention;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdAttentionTest extends AttentionContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
