package earshot.experiments.extract;

import earshot.audio.spectrum.FrameStream;
import earshot.audio.spectrum.Stft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The short-time Fourier transform, `[bins][frames]`.
///
/// @param part what is kept of the complex numbers
public record StftExtraction(Sound sound, Frames frames, Part part) implements Extraction {

    /// Magnitudes as `librosa.stft` with reflected ends.
    public static final StftExtraction STANDARD = new StftExtraction(Sound.STANDARD, Frames.STANDARD, Part.MAGNITUDE);

    /// What is kept of a complex number.
    public enum Part {
        MAGNITUDE, POWER,
        /// Two arrays, `real` and `imag`.
        COMPLEX
    }

    @Override
    public FeatureStream begin(int rate, Path folder) throws IOException {
        Stft.Settings settings = frames.settings();
        Stft open = new Stft(settings.uncentred());
        int bins = settings.bins();
        FrameFile file = new FrameFile(folder, part == Part.COMPLEX ? 2 * bins : bins);
        FrameStream cut = FrameStream.of(settings, (piece, first, count) -> file.addColumns(spectrum(open, piece), count));
        return new FeatureStream(sound.stream(rate), cut, List.of(file), samples -> {
            frames.requireOne(samples);
            return switch (part) {
                case MAGNITUDE -> Map.of("magnitude", file.columns(0, bins));
                case POWER -> Map.of("power", file.columns(0, bins));
                case COMPLEX -> Map.of("real", file.columns(0, bins), "imag", file.columns(bins, bins));
            };
        });
    }

    /// `[bins][frames]`, of complex numbers all real parts before all imaginary ones.
    private float[] spectrum(Stft stft, float[] piece) {
        return switch (part) {
            case MAGNITUDE -> stft.magnitude(piece);
            case POWER -> stft.power(piece);
            case COMPLEX -> {
                Stft.Complex spectrum = stft.complex(piece);
                float[] both = Arrays.copyOf(spectrum.re(), 2 * spectrum.re().length);
                System.arraycopy(spectrum.im(), 0, both, spectrum.re().length, spectrum.im().length);
                yield both;
            }
        };
    }
}
