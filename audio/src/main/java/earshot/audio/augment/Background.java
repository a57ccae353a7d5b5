package earshot.audio.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/// Mixes a stretch of another recording under this one, at a signal-to-noise ratio that is uniform in decibels. A background shorter than
/// the recording is repeated.
///
/// @param probability how often, 0 for off
/// @param minSnr least ratio in decibels
/// @param maxSnr greatest ratio in decibels
/// @param sounds the backgrounds, at the rate of the recordings; shared, not copied
public record Background(double probability, double minSnr, double maxSnr, List<float[]> sounds) implements WaveChange {

    public static final Background OFF = new Background(0, 5, 20, List.of());

    public Background {
        sounds = List.copyOf(sounds);
        Ranges.probability("background", probability);
        Ranges.signalToNoise("background", minSnr, maxSnr);
        Ranges.require(sounds.stream().allMatch(s -> s.length > 0), "background", "sounds of at least one sample",
                "an empty one");
        Ranges.require(probability == 0 || !sounds.isEmpty(), "background", "at least one sound to mix in", "none");
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        if (random.nextDouble() >= probability) {
            return samples.clone();
        }
        double ratio = Uniform.between(minSnr, maxSnr, random);
        float[] sound = sounds.get(Uniform.integer(0, sounds.size() - 1, random));
        int from = Uniform.integer(0, sound.length - 1, random);
        float[] under = new float[samples.length];
        for (int i = 0; i < under.length; i++) {
            under[i] = sound[(int) ((from + (long) i) % sound.length)];
        }
        return Ranges.mixed(samples, under, ratio);
    }
}
