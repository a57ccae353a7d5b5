package earshot.kernels.random;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;

class ReferenceRandomTest extends RandomContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }
}
