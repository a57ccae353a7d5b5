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
/// memory; a work item holds 8×8 of it in registers. Where the maker of the device has a library of products, that makes them; where not, but
/// the device has tensor cores that may be used, {@code tensor.cl} does, in tiles of 128×128.
public final class GpuMatmul implements MatmulKernels {
    private static final Tiles PLAIN = new Tiles("matmul", 64, 64);
    private static final Tiles TENSOR = new Tiles("tensor", 128, 256);

    private final GpuCode code;
    private final GpuCode tiledCode;
    private final Tiles tiles;
    private final Optional<GpuProducts> products;

    /// A kernel, the side of its tiles, and the work items that make one.
    private record Tiles(String kernel, int side, int items) {
    }

    public GpuMatmul(Gpu gpu) {
        code = gpu.code("matmul");
        tiles = gpu.tensorCores() ? TENSOR : PLAIN;
        tiledCode = gpu.tensorCores() ? gpu.code("tensor") : code;
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
        int count = Math.multiplyExact(Grid.groups(g.m(), tiles.side), Grid.groups(g.n(), tiles.side));
        Grid grid = new Grid(count, g.batch(), 1, tiles.items, 1, 1);
        tiledCode.run(tiles.kernel, grid, g.m(), g.n(), g.k(), g.transposeA() ? 1 : 0, g.transposeB() ? 1 : 0, a, b, e.scale(),
                e.shift(), e.r(), e.activation().ordinal(), y);
    }
}
