package earshot.audio.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A stretch of a recording, at a place where it fits, each as likely as any other. Shorter recordings are padded with silence behind.
///
/// @param length samples of the stretch, at least 1
public record RandomCrop(int length) {

    public RandomCrop {
        Ranges.require(length >= 1, "random crop", "at least 1 sample", length);
    }

    /// Draws one number, also where there is no choice.
    public float[] apply(float[] samples, RandomGenerator random) {
        int from = Uniform.integer(0, Math.max(0, samples.length - length), random);
        return Arrays.copyOfRange(samples, from, from + length);
    }
}
