package earshot.kernels.attention;

import earshot.kernels.random.Philox;
import earshot.kernels.random.SimdPhilox;
import java.util.Arrays;

/// Which weights an attention keeps: those whose number in the stream is below {@code 1 - p}. They grow by {@code 1 / (1 - p)}.
///
/// Every row of weights begins a new block of the stream: weight {@code s} of row {@code r} of all {@code B · H · T} is word
/// {@code s % 4} of block {@code r · ⌈S / 4⌉ + s / 4}. So the backward pass draws again what the forward pass drew, and nothing is
/// kept.
///
/// @param p in {@code [0, 1]}; 0 drops nothing
/// @param stream must differ from one use to the next
public record AttentionDropout(double p, long seed, long stream) {
    /// Drops nothing.
    public static final AttentionDropout NONE = new AttentionDropout(0, 0, 0);

    public AttentionDropout {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("attention: dropout is the probability of 0 and must be in [0, 1], got " + p);
        }
    }

    /// The factors of a row of weights: 0, or {@code 1 / (1 - p)}.
    ///
    /// @param row its number among all {@code B · H · T}
    /// @param n number of weights
    /// @param philox for as many blocks as {@code n} has fours
    /// @param to takes them from its start
    public void factors(long row, int n, SimdPhilox philox, float[] to) {
        if (p == 0) {
            Arrays.fill(to, 0, n, 1f);
            return;
        }
        int blocks = (n + 3) / 4;
        philox.fill(seed, stream, row * blocks, blocks);
        philox.below(1 - p, (float) (1 / (1 - p)), n, to, 0);
    }

    /// The factor of one weight, in double precision.
    public double factor(long row, int n, int s) {
        if (p == 0) {
            return 1;
        }
        int[] words = Philox.block(seed, stream, row * ((n + 3) / 4) + s / 4);
        return Philox.uniform(words[s % 4]) < 1 - p ? 1 / (1 - p) : 0;
    }
}
