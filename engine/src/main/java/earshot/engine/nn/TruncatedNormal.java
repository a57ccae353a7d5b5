package earshot.engine.nn;

import earshot.engine.Tensor;
import earshot.kernels.random.Philox;

/// Normal with all values outside a range drawn anew: the distribution of PyTorch's {@code trunc_normal_}. As there, the bounds are
/// values, not deviations: -2 and 2 around a deviation of 0.02 cut nothing.
///
/// Draws happen on the host, in double: element {@code i} takes the first fit among the normal numbers of the blocks
/// {@code i, i + 2³², i + 2 · 2³² …} of its stream, so it depends on seed, stream and place alone.
///
/// @param low smallest value
/// @param high greatest value
public record TruncatedNormal(double mean, double deviation, double low, double high) implements Initializer {

    /// The range must hold enough of the distribution to be hit: a tenth of a deviation at three deviations holds 1 in 2,300 draws.
    public TruncatedNormal {
        double held = Math.min(high, mean + 3 * deviation) - Math.max(low, mean - 3 * deviation);
        if (!(deviation > 0) || !(held >= 0.1 * deviation)) {
            throw new IllegalArgumentException(
                    "truncated normal: the range must cover a tenth of the deviation within three of the"
                            + " mean, got mean " + mean + ", deviation " + deviation + ", range " + low + " to " + high);
        }
    }

    /// PyTorch's defaults: around 0, between -2 and 2.
    public static TruncatedNormal of(double deviation) {
        return new TruncatedNormal(0, deviation, -2, 2);
    }

    @Override
    public void fill(Tensor w, long seed, long stream) {
        double[] values = new double[w.shape().count()];
        double[] pair = new double[2];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw(seed, stream, i, pair);
        }
        w.write(values);
    }

    private double draw(long seed, long stream, int element, double[] pair) {
        for (long block = element;; block += 1L << 32) {
            int[] words = Philox.block(seed, stream, block);
            for (int word = 0; word < 4; word += 2) {
                Philox.normal(words[word], words[word + 1], pair, 0);
                for (double z : pair) {
                    double value = mean + deviation * z;
                    if (value >= low && value <= high) {
                        return value;
                    }
                }
            }
        }
    }
}
