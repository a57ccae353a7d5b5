package earshot.experiments.extract;

import earshot.audio.spectrum.Stft;
import java.util.LinkedHashMap;
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
    public Map<String, Array> of(float[] mono, int rate) {
        Stft stft = new Stft(frames.settings());
        float[] samples = sound.apply(mono, rate);
        int bins = stft.settings().bins();
        int columns = stft.settings().frames(samples.length);
        return switch (part) {
            case MAGNITUDE -> Map.of("magnitude", new Array(stft.magnitude(samples), bins, columns));
            case POWER -> Map.of("power", new Array(stft.power(samples), bins, columns));
            case COMPLEX -> {
                Stft.Complex spectrum = stft.complex(samples);
                Map<String, Array> both = new LinkedHashMap<>();
                both.put("real", new Array(spectrum.re(), bins, columns));
                both.put("imag", new Array(spectrum.im(), bins, columns));
                yield both;
            }
        };
    }
}
