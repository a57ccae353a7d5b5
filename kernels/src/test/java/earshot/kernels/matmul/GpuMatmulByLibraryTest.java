package earshot.kernels.matmul;

import earshot.kernels.Backend;
import earshot.kernels.DoubleStorage;
import earshot.kernels.Memory;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.gpu.GpuBackend;
import earshot.kernels.gpu.GpuProducts;
import earshot.kernels.gpu.GpuUnderTest;
import earshot.kernels.gpu.OnGpu;
import java.util.Optional;

/// Where the maker of a device has a library of products, that makes the sums and a kernel does the rest. The library here is the
/// reference, on the host.
@OnGpu
class GpuMatmulByLibraryTest extends MatmulContract {

    @Override
    protected Backend backend(int threads) {
        Memory[] memory = new Memory[1];
        GpuProducts library = (g, a, b, y) -> {
            DoubleStorage product = new DoubleStorage(new double[y.size()], y.size());
            new ReferenceMatmul().matmul(g, new DoubleStorage(memory[0].readDoubles(a), a.size()),
                    new DoubleStorage(memory[0].readDoubles(b), b.size()), Epilogue.NONE, product);
            memory[0].write(product.array(), y);
        };
        Backend backend = GpuBackend.create(GpuUnderTest.driver("products", Optional.of(library)));
        memory[0] = backend.memory();
        return backend;
    }
}
