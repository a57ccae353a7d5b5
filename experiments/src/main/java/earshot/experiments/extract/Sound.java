package earshot.experiments.extract;

import earshot.audio.resample.Kernel;
import earshot.audio.resample.Resampler;
import earshot.audio.resample.ResamplerStream;

/// How a recording is brought to one rate before anything else.
///
/// @param rate   hertz; 0 for the recording's own
/// @param kernel filter of the resampler
public record Sound(int rate, Kernel kernel) {

    /// As recorded.
    public static final Sound STANDARD = new Sound(0, Kernel.SINC_HANN);

    public Sound {
        if (rate < 0) {
            throw new IllegalArgumentException("sound.rate: expected at least 1 Hz, or 0 for the recording's own, got " + rate);
        }
    }

    /// The rate that features are computed at.
    int rate(int recorded) {
        return rate == 0 ? recorded : rate;
    }

    ResamplerStream stream(int recorded) {
        return Resampler.of(recorded, rate(recorded), kernel).stream();
    }
}
