package earshot.audio.augment;

import java.util.random.RandomGenerator;

import earshot.audio.resample.Resampler;

/// Plays a recording a little faster or slower, pitch and all, as another recorder would: by a part uniform in ±`maxChange`, in steps of a
/// thousandth. Cut, or silence added, to the old length.
///
/// @param maxChange greatest change as a part of the speed, 0 (off) to 0.5
public record RateJitter(double maxChange) implements WaveChange {

    public static final RateJitter OFF = new RateJitter(0);
    private static final int STEPS = 1000;

    public RateJitter {
        Ranges.require(maxChange >= 0 && maxChange <= 0.5, "rate jitter", "0 to 0.5", maxChange);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        int most = (int) (maxChange * STEPS);
        return faster(samples, Uniform.integer(-most, most, random));
    }

    static float[] faster(float[] samples, int thousandths) {
        float[] played = Resampler.of(STEPS + thousandths, STEPS).apply(samples);
        return played == samples ? samples.clone() : Ranges.fitted(played, samples.length);
    }
}
