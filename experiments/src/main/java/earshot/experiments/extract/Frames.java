package earshot.experiments.extract;

import earshot.audio.spectrum.Padding;
import earshot.audio.spectrum.Stft;
import earshot.audio.spectrum.Window;

/// How a signal is cut and transformed.
///
/// @param fft     samples of a transform
/// @param hop     samples from one frame to the next
/// @param window  samples that the window covers; 0 for the whole transform
/// @param shape   of the window
/// @param centred whether frames are centred on their sample
/// @param padding what stands outside the signal then
public record Frames(int fft, int hop, int window, Window.Fixed shape, boolean centred, Padding padding) {

    /// librosa's defaults, with the reflection that its feature functions had for years.
    public static final Frames STANDARD = new Frames(2048, 512, 0, Window.Fixed.HANN, true, Padding.REFLECT);

    public Frames {
        settings(fft, hop, window, shape, centred, padding);
    }

    Stft.Settings settings() {
        return settings(fft, hop, window, shape, centred, padding);
    }

    /// @throws IllegalArgumentException if there are not samples enough for one frame
    void requireOne(long samples) {
        settings().frames((int) Math.min(samples, Integer.MAX_VALUE));
    }

    private static Stft.Settings settings(int fft, int hop, int window, Window shape, boolean centred, Padding padding) {
        return new Stft.Settings(fft, hop, window == 0 ? fft : window, shape, centred, padding);
    }
}
