package earshot.kernels.random;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Workers;

/// Random fills on all cores: masks, which dropout wants by the million, many blocks at a time, the others number by number.
public final class SimdRandom implements RandomKernels {
    /// Blocks of four numbers in a task.
    private static final int GRAIN = 1 << 10;

    private final Workers workers;

    public SimdRandom(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void uniform(int n, long seed, long stream, double low, double high, Storage y) {
        float[] yv = FloatStorage.of(y);
        blocks(n, (index, count) -> {
            int[] words = Philox.block(seed, stream, index);
            for (int i = 0; i < count; i++) {
                float value = (float) (low + (high - low) * Philox.uniform(words[i]));
                // Rounding to float may reach the open end.
                yv[4 * index + i] = value < high ? value : Math.max((float) low, Math.nextDown((float) high));
            }
        });
    }

    @Override
    public void normal(int n, long seed, long stream, double mean, double deviation, Storage y) {
        float[] yv = FloatStorage.of(y);
        blocks(n, (index, count) -> {
            int[] words = Philox.block(seed, stream, index);
            double[] z = new double[4];
            Philox.normal(words[0], words[1], z, 0);
            Philox.normal(words[2], words[3], z, 2);
            for (int i = 0; i < count; i++) {
                yv[4 * index + i] = (float) (mean + deviation * z[i]);
            }
        });
    }

    @Override
    public void bernoulli(int n, long seed, long stream, double p, double value, Storage y) {
        float[] yv = FloatStorage.of(y);
        workers.stretches((n + 3) / 4, GRAIN, (from, to) -> {
            SimdPhilox philox = new SimdPhilox(to - from);
            philox.fill(seed, stream, from, to - from);
            philox.below(p, (float) value, Math.min(n, 4 * to) - 4 * from, yv, 4 * from);
        });
    }

    /// Runs {@code task} with the index of every block of four elements and with how many of them are wanted.
    private void blocks(int n, Block task) {
        workers.stretches((n + 3) / 4, GRAIN, (from, to) -> {
            for (int index = from; index < to; index++) {
                task.accept(index, Math.min(4, n - 4 * index));
            }
        });
    }

    private interface Block {
        void accept(int index, int count);
    }
}
