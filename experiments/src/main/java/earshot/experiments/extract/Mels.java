package earshot.experiments.extract;

import earshot.audio.mel.MelBank;
import earshot.audio.mel.MelScale;

/// The filters of a mel bank.
///
/// @param count how many
/// @param fMin  lower edge of the first (hertz)
/// @param fMax  upper edge of the last (hertz); 0 for half the rate
/// @param scale of the mels
/// @param norm  heights of the filters
public record Mels(int count, double fMin, double fMax, MelScale scale, MelBank.Norm norm) {

    /// librosa's defaults.
    public static final Mels STANDARD = new Mels(128, 0, 0, MelScale.SLANEY, MelBank.Norm.SLANEY);

    MelBank.Settings settings(int rate, int fft) {
        return new MelBank.Settings(rate, fft, count, fMin, fMax == 0 ? rate / 2.0 : fMax, scale, norm);
    }
}
