package earshot.kernels.random;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;

/// [RandomKernels] in double precision, one block of four elements at a time.
public final class ReferenceRandom implements RandomKernels {

    @Override
    public void uniform(int n, long seed, long stream, double low, double high, Storage y) {
        double[] ys = DoubleStorage.of(y);
        // Rounding may carry the last numbers below the bound onto it.
        double last = Math.max(low, Math.nextDown(high));
        for (int from = 0; from < n; from += 4) {
            int[] words = Philox.block(seed, stream, from / 4);
            for (int i = from; i < Math.min(from + 4, n); i++) {
                ys[i] = Math.min(low + (high - low) * Philox.uniform(words[i - from]), last);
            }
        }
    }

    @Override
    public void normal(int n, long seed, long stream, double mean, double deviation, Storage y) {
        double[] ys = DoubleStorage.of(y);
        double[] four = new double[4];
        for (int from = 0; from < n; from += 4) {
            int[] words = Philox.block(seed, stream, from / 4);
            Philox.normal(words[0], words[1], four, 0);
            Philox.normal(words[2], words[3], four, 2);
            for (int i = from; i < Math.min(from + 4, n); i++) {
                ys[i] = mean + deviation * four[i - from];
            }
        }
    }

    @Override
    public void bernoulli(int n, long seed, long stream, double p, double value, Storage y) {
        double[] ys = DoubleStorage.of(y);
        for (int from = 0; from < n; from += 4) {
            int[] words = Philox.block(seed, stream, from / 4);
            for (int i = from; i < Math.min(from + 4, n); i++) {
                ys[i] = Philox.uniform(words[i - from]) < p ? value : 0;
            }
        }
    }
}
