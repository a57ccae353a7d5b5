package earshot.kernels.matmul;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdMatmulTest extends MatmulContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
