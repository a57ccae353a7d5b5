package earshot.kernels.reduce;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdReduceTest extends ReduceContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
