package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// A change to a recording that leaves its class as it is. All chance comes from the generator given: the same generator state gives the
/// same samples.
public sealed interface WaveChange
        permits WaveShift, WaveGain, Polarity, TimeStretch, PitchShift, RateJitter, BandPass, Noise, Background {

    /// The changed recording, as long as the one given, which stays as it is.
    ///
    /// @param samples mono
    /// @param rate their rate in hertz
    float[] apply(float[] samples, int rate, RandomGenerator random);
}
