package earshot.kernels.index;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdIndexTest extends IndexContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
