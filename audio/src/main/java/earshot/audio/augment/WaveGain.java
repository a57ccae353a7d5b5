package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Makes a recording louder or softer by a number of decibels, uniform in ±`maxDecibels`. Nothing is clipped.
///
/// @param maxDecibels greatest change, 0 for off
public record WaveGain(double maxDecibels) implements WaveChange {

    public static final WaveGain OFF = new WaveGain(0);

    public WaveGain {
        Ranges.require(maxDecibels >= 0 && maxDecibels <= 200, "wave gain", "0 to 200 dB", maxDecibels);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        float factor = (float) Math.pow(10, Uniform.between(-maxDecibels, maxDecibels, random) / 20);
        float[] scaled = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            scaled[i] = samples[i] * factor;
        }
        return scaled;
    }
}
