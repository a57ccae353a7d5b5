package earshot.experiments.extract;

import earshot.audio.mel.Mfcc;
import java.io.IOException;
import java.nio.file.Path;

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
    public FeatureStream begin(int rate, Path folder) throws IOException {
        int bands = mels.count();
        Mfcc mfcc = new Mfcc(bands, coefficients, lifter);
        return new LogMelExtraction(sound, frames, mels, loudness).begin(rate, folder, "mfcc", coefficients, decibels -> {
            int count = decibels.length / bands;
            float[] cepstrum = mfcc.apply(turned(decibels, count, bands));
            for (int t = 0; t < count; t++) {
                for (int n = 0; n < coefficients; n++) {
                    decibels[t * bands + n] = cepstrum[n * count + t];
                }
            }
            return decibels;
        });
    }

    private static float[] turned(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[j * rows + i] = x[i * columns + j];
            }
        }
        return y;
    }
}
