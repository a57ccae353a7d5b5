package earshot.kernels.norm;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdGroupNormTest extends GroupNormContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
