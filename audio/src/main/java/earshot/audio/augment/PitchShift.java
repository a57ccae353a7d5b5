package earshot.audio.augment;

import java.util.random.RandomGenerator;

import earshot.audio.resample.Resampler;

/// Raises or lowers the pitch of a recording without changing its speed: stretched, then resampled to the old length. The shift is uniform
/// in ±`maxSemitones`, rounded to a ratio of small numbers (within a hundredth of a semitone for shifts up to an octave).
///
/// @param probability how often, 0 for off
/// @param maxSemitones greatest shift, 0 to 24
public record PitchShift(double probability, double maxSemitones) implements WaveChange {

    public static final PitchShift OFF = new PitchShift(0, 2);
    /// Numerator of the ratios.
    private static final int STEPS = 1200;

    public PitchShift {
        Ranges.probability("pitch shift", probability);
        Ranges.require(maxSemitones >= 0 && maxSemitones <= 24, "pitch shift", "0 to 24 semitones", maxSemitones);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        boolean on = random.nextDouble() < probability;
        double semitones = Uniform.between(-maxSemitones, maxSemitones, random);
        return on && samples.length > 0 ? shifted(samples, semitones) : samples.clone();
    }

    static float[] shifted(float[] samples, double semitones) {
        int ratio = (int) Math.round(STEPS * Math.pow(2, semitones / 12));
        float[] longer = TimeStretch.stretched(samples, (double) STEPS / ratio);
        return Ranges.fitted(Resampler.of(ratio, STEPS).apply(longer), samples.length);
    }
}
