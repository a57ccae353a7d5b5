package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Makes the whole picture louder or softer: a number of decibels, uniform in ±`maxDecibels`, is added to every value. The picture must
/// therefore be in decibels, not yet normalised.
///
/// @param maxDecibels greatest change, 0 for off
public record Gain(double maxDecibels) {

    public static final Gain OFF = new Gain(0);

    public Gain {
        if (!(maxDecibels >= 0 && maxDecibels < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gain: expected a finite range of at least 0 dB, got " + maxDecibels);
        }
    }

    /// Changes in place; draws one number, also when off.
    public void apply(Image image, RandomGenerator random) {
        float decibels = (float) ((2 * random.nextDouble() - 1) * maxDecibels);
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] += decibels;
        }
    }
}
