package earshot.experiments.extract;

import earshot.audio.mel.Mfcc;
import java.util.Map;

/// Mel-frequency cepstral coefficients, `[coefficients][frames]`.
///
/// @param coefficients how many are kept
/// @param lifter       0 for none
public record MfccExtraction(Sound sound, Frames frames, Mels mels, Loudness loudness, int coefficients,
        double lifter) implements Extraction {

    /// Twenty coefficients as `librosa.feature.mfcc` with reflected ends.
    public static final MfccExtraction STANDARD = new MfccExtraction(Sound.STANDARD, Frames.STANDARD, Mels.STANDARD,
            Loudness.STANDARD, 20, 0);

    @Override
    public Map<String, Array> of(float[] mono, int rate) {
        Array picture = new LogMelExtraction(sound, frames, mels, loudness).of(mono, rate).get("logmel");
        float[] cepstrum = new Mfcc(picture.rows(), coefficients, lifter).apply(picture.values());
        return Map.of("mfcc", new Array(cepstrum, coefficients, picture.columns()));
    }
}
