package earshot.experiments.bench;

import earshot.kernels.simd.Workers;
import java.util.Arrays;

/// The most that the machine moves through memory: a copy from one array to another, both far larger than any cache, all threads at once.
final class CopyBandwidth {
    /// Bytes of each array: four times a third-level cache of 32 MiB.
    private static final int BYTES = 128 << 20;
    private static final int ROUNDS = 20;

    private final Workers workers;

    CopyBandwidth(Workers workers) {
        this.workers = workers;
    }

    /// Bytes per second, those read and those written counted: the best of several rounds.
    double measure() {
        float[] from = new float[BYTES / Float.BYTES];
        float[] to = new float[BYTES / Float.BYTES];
        // Pages of zeros that were never written may all be one page, which stays in the cache.
        Arrays.fill(from, 1);
        Arrays.fill(to, 2);
        int part = (from.length + workers.threads() - 1) / workers.threads();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            workers.stretches(from.length, part, (a, b) -> System.arraycopy(from, a, to, a, b - a));
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, 2.0 * BYTES / seconds);
        }
        return best;
    }
}
