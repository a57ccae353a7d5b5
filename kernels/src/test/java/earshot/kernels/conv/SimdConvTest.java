package earshot.kernels.conv;

import earshot.kernels.Backend;
import earshot.kernels.simd.SimdBackend;

class SimdConvTest extends ConvContract {

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }
}
