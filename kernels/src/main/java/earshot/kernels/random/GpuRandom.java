package earshot.kernels.random;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Random fills on a GPU, a block of [Philox] to a work item: {@code random.cl}.
public final class GpuRandom implements RandomKernels {
    private static final double WORDS = 1 << 24;

    private final GpuCode code;

    public GpuRandom(Gpu gpu) {
        code = gpu.code("random");
    }

    @Override
    public void uniform(int n, long seed, long stream, double low, double high, Storage y) {
        // Rounding to float may reach the open end.
        float last = Math.max((float) low, Math.nextDown((float) high));
        code.run("uniform", blocks(n), n, seed, stream, (float) low, (float) (high - low), last, y);
    }

    @Override
    public void normal(int n, long seed, long stream, double mean, double deviation, Storage y) {
        code.run("normal", blocks(n), n, seed, stream, (float) mean, (float) deviation, y);
    }

    /// {@inheritDoc}
    ///
    /// The comparison is one of whole numbers: {@code word / 2^24 < p} exactly where {@code word < ⌈2^24 p⌉}.
    @Override
    public void bernoulli(int n, long seed, long stream, double p, double value, Storage y) {
        int below = (int) Math.ceil(Math.clamp(p, 0, 1) * WORDS);
        code.run("bernoulli", blocks(n), n, seed, stream, below, (float) value, y);
    }

    private static Grid blocks(int n) {
        return Grid.line(Grid.groups(n, 4));
    }
}
