package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Moves a recording in time, by a number of samples, or of whole steps, uniform in ±`maxSeconds`.
///
/// @param maxSeconds greatest move, 0 for off
/// @param circular whether what leaves at one end comes in at the other; else silence comes in
/// @param step seconds of which a move is a multiple; 0 for a sample
public record WaveShift(double maxSeconds, boolean circular, double step) implements WaveChange {

    public static final WaveShift OFF = new WaveShift(0, true);

    public WaveShift {
        Ranges.require(maxSeconds >= 0 && maxSeconds <= 3600, "wave shift", "0 to 3600 s", maxSeconds);
        Ranges.require(step >= 0 && step <= 3600, "wave shift step", "0 to 3600 s", step);
    }

    /// By any number of samples.
    public WaveShift(double maxSeconds, boolean circular) {
        this(maxSeconds, circular, 0);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        int unit = Math.max(1, (int) Math.round(step * rate));
        int most = (int) (maxSeconds * rate) / unit;
        return shifted(samples, unit * Uniform.integer(-most, most, random));
    }

    /// Sample i moves to `i + by`.
    float[] shifted(float[] samples, int by) {
        float[] moved = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            long to = (long) i + by;
            if (circular) {
                moved[(int) Math.floorMod(to, (long) samples.length)] = samples[i];
            } else if (to >= 0 && to < samples.length) {
                moved[(int) to] = samples[i];
            }
        }
        return moved;
    }
}
