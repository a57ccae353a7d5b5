package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Turns a recording upside down, which no ear hears.
///
/// @param probability how often, 0 for off
public record Polarity(double probability) implements WaveChange {

    public static final Polarity OFF = new Polarity(0);

    public Polarity {
        Ranges.probability("polarity", probability);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        float[] turned = samples.clone();
        if (random.nextDouble() < probability) {
            for (int i = 0; i < turned.length; i++) {
                turned[i] = -turned[i];
            }
        }
        return turned;
    }
}
