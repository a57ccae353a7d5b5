package earshot.audio.augment;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Changes to a recording, always in this order. Each has a generator of its own, seeded by one number drawn for it whether it is on or
/// off: switching one on or off, or changing its settings, leaves the draws of all others as they were.
///
/// Callers that seed the generator by (seed, epoch, clip) get the same recordings whatever the number of threads.
///
/// @param stretch speed without pitch
/// @param pitch pitch without speed
/// @param jitter both
/// @param shift in time
/// @param filter a random band-pass
/// @param background another recording under this one
/// @param noise added
/// @param gain louder or softer
/// @param polarity upside down
public record WaveAugmentation(TimeStretch stretch, PitchShift pitch, RateJitter jitter, WaveShift shift, BandPass filter,
        Background background, Noise noise, WaveGain gain, Polarity polarity) {

    /// Leaves recordings as they are.
    public static final WaveAugmentation OFF = new WaveAugmentation(TimeStretch.OFF, PitchShift.OFF, RateJitter.OFF,
            WaveShift.OFF,
            BandPass.OFF, Background.OFF, Noise.OFF, WaveGain.OFF, Polarity.OFF);

    public WaveAugmentation {
        changes(stretch, pitch, jitter, shift, filter, background, noise, gain, polarity).forEach(Objects::requireNonNull);
    }

    private static List<WaveChange> changes(WaveChange... changes) {
        return List.of(changes);
    }

    /// The changed recording, as long as the one given, which stays as it is.
    ///
    /// @param samples mono
    /// @param rate their rate in hertz
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        float[] changed = samples.clone();
        for (WaveChange change : changes(stretch, pitch, jitter, shift, filter, background, noise, gain, polarity)) {
            changed = change.apply(changed, rate, new SplittableRandom(random.nextLong()));
        }
        return changed;
    }
}
