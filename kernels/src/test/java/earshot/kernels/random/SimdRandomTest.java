package earshot.kernels.random;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdRandomTest extends RandomContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
