package earshot.audio.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Covers stripes of the picture, whole frames and whole bands, with one value. Source: Park et al., *SpecAugment*, 2019. Each width is
/// uniform over 0 to the maximum (or the picture, if that is smaller), then each place over those where the stripe fits.
///
/// @param timeMasks number of stripes across time, 0 for none
/// @param maxFrames greatest width of a time stripe in frames
/// @param melMasks number of stripes across frequency, 0 for none
/// @param maxMels greatest width of a frequency stripe in bands
/// @param fill the value under a stripe: the data set's mean or the floor, in the picture's unit
public record Mask(int timeMasks, int maxFrames, int melMasks, int maxMels, float fill) {

    public static final Mask OFF = new Mask(0, 0, 0, 0, 0);

    public Mask {
        if (timeMasks < 0 || maxFrames < 0 || melMasks < 0 || maxMels < 0 || !Float.isFinite(fill)) {
            throw new IllegalArgumentException(
                    "mask: expected counts and widths of at least 0 and a finite fill, got " + timeMasks
                            + " of " + maxFrames + " frames, " + melMasks + " of " + maxMels + " mels, fill " + fill);
        }
    }

    /// The same stripes with another value under them.
    public Mask withFill(float value) {
        return new Mask(timeMasks, maxFrames, melMasks, maxMels, value);
    }

    /// Covers in place; draws two numbers per stripe.
    public void apply(Image image, RandomGenerator random) {
        float[] values = image.values();
        int frames = image.frames();
        for (int i = 0; i < timeMasks; i++) {
            int width = Uniform.integer(0, Math.min(maxFrames, frames), random);
            int from = Uniform.integer(0, frames - width, random);
            for (int row = 0; row < values.length; row += frames) {
                Arrays.fill(values, row + from, row + from + width, fill);
            }
        }
        for (int i = 0; i < melMasks; i++) {
            int width = Uniform.integer(0, Math.min(maxMels, image.mels()), random);
            int from = Uniform.integer(0, image.mels() - width, random);
            Arrays.fill(values, from * frames, (from + width) * frames, fill);
        }
    }
}
