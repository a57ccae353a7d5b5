package earshot.experiments.features;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.file.UnreadableAudioException;
import earshot.audio.mel.Decibels;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.resample.Resampler;
import earshot.audio.spectrum.Stft;
import java.nio.file.Path;
import java.util.Arrays;

/// How a recording becomes the picture that a network sees: mono, resampled, padded with silence or cut at its end to one length,
/// log-mel in decibels.
///
/// @param rate      sampling rate in hertz that everything is brought to
/// @param seconds   length that everything is brought to
/// @param mels      bands of the picture, on Slaney's scale
/// @param fftLength samples of a transform
/// @param hop       samples from one frame to the next
/// @param topDb     decibels below a picture's loudest point that are kept; 0 for all, down to -100 dB
public record FrontEnd(int rate, double seconds, int mels, int fftLength, int hop, double topDb) {

    /// 22.05 kHz, 5 s, 128 bands, transforms of 2048 every 512 samples, all decibels.
    public static final FrontEnd STANDARD = new FrontEnd(22050, 5, 128, 2048, 512, 0);

    public FrontEnd {
        if (mels > fftLength / 2 + 1) {
            throw new IllegalArgumentException("frontEnd: expected at most as many mels as a transform has frequencies ("
                    + (fftLength / 2 + 1) + "), got " + mels);
        }
        // Refuses what no transform can do.
        settings(rate, mels, fftLength, hop, topDb);
        if (!(seconds * rate >= fftLength) || seconds > 600) {
            throw new IllegalArgumentException("frontEnd: expected seconds between one transform (" + fftLength + " samples at "
                    + rate + " Hz) and 600, got " + seconds);
        }
    }

    /// Samples of a clip after padding or cutting.
    public int samples() {
        return (int) Math.round(seconds * rate);
    }

    /// The transform that these settings describe; safe for use from many threads.
    public LogMel logMel() {
        return new LogMel(settings(rate, mels, fftLength, hop, topDb));
    }

    private static LogMel.Settings settings(int rate, int mels, int fftLength, int hop, double topDb) {
        Decibels decibels = topDb == 0 ? Decibels.STANDARD.withoutTopDb() : Decibels.STANDARD.withTopDb(topDb);
        return new LogMel.Settings(Stft.Settings.centred(fftLength, hop), MelBank.Settings.slaney(rate, fftLength, mels),
                decibels);
    }

    /// Reads a recording.
    ///
    /// @throws UnreadableAudioException if it cannot be decoded, or has not a single sample
    public static AudioClip read(Path file) throws UnreadableAudioException {
        AudioClip clip = AudioFile.read(file);
        if (clip.frames() == 0) {
            throw silent(file);
        }
        return clip;
    }

    /// What is said of a recording without a single sample.
    public static UnreadableAudioException silent(Path file) {
        return new UnreadableAudioException(file, UnreadableAudioException.NO_OFFSET, "holds no sound", "record or copy it again",
                null);
    }

    /// What became of a clip's length.
    public enum Fit {
        EXACT, PADDED, CUT
    }

    /// Whether a recording is as long as wanted; half a millisecond is let pass.
    public Fit fit(double recorded) {
        if (Math.abs(recorded - seconds) < 5e-4) {
            return Fit.EXACT;
        }
        return recorded < seconds ? Fit.PADDED : Fit.CUT;
    }

    /// The picture of a recording, decibels, row-major `[mels][frames]`.
    ///
    /// @param logMel what [#logMel()] gave
    public float[] apply(AudioClip clip, LogMel logMel) {
        return logMel.apply(Arrays.copyOf(resampled(clip), samples()));
    }

    /// Channels averaged, at the rate wanted, as long as recorded.
    float[] resampled(AudioClip clip) {
        float[] mono = clip.mono();
        return clip.rate() == rate ? mono : Resampler.of(clip.rate(), rate).apply(mono);
    }
}
