package earshot.kernels.matmul;

import earshot.kernels.DeviceStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.GpuProducts;
import earshot.kernels.gpu.Grid;
import java.util.Optional;

/// Matrix products on a GPU: {@code matmul.cl}. A group makes a tile of the result, 64×64, from slices of both operands in its own
/// memory; a work item holds 8×8 of it in registers. Where the maker of the device has a library of products, that makes them.
public final class GpuMatmul implements MatmulKernels {
    private static final int TILE = 64;
    private static final int ITEMS = 64;

    private final GpuCode code;
    private final Optional<GpuProducts> products;

    public GpuMatmul(Gpu gpu) {
        code = gpu.code("matmul");
        products = gpu.products();
    }

    @Override
    public void matmul(MatmulGeometry g, Storage a, Storage b, Epilogue e, Storage y) {
        if (products.isPresent() && g.k() > 0 && g.batch() * g.m() * g.n() > 0) {
            products.get().multiply(g, (DeviceStorage) a, (DeviceStorage) b, (DeviceStorage) y);
            if (!e.equals(Epilogue.NONE)) {
                int n = g.batch() * g.m() * g.n();
                code.run("finish", Grid.line(n), n, g.n(), e.scale(), e.shift(), e.r(), e.activation().ordinal(), y);
            }
            return;
        }
        // Rows may be as many as a batch of images has pixels: more tiles than CUDA takes along any axis but the first.
        int tiles = Math.multiplyExact(Grid.groups(g.m(), TILE), Grid.groups(g.n(), TILE));
        Grid grid = new Grid(tiles, g.batch(), 1, ITEMS, 1, 1);
        code.run("matmul", grid, g.m(), g.n(), g.k(), g.transposeA() ? 1 : 0, g.transposeB() ? 1 : 0, a, b, e.scale(), e.shift(),
                e.r(), e.activation().ordinal(), y);
    }
}
