package earshot.experiments.features;

import earshot.audio.mel.Decibels;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.spectrum.Stft;

/// Log-mel pictures in decibels.
///
/// @param rate      sampling rate in hertz that everything is brought to
/// @param seconds   length that everything is brought to
/// @param mels      bands of the picture, on Slaney's scale
/// @param fftLength samples of a transform
/// @param hop       samples from one frame to the next
/// @param topDb     decibels below a picture's loudest point that are kept; 0 for all, down to -100 dB
public record LogMelFrontEnd(int rate, double seconds, int mels, int fftLength, int hop, double topDb) implements FrontEnd {

    /// 22.05 kHz, 5 s, 128 bands, transforms of 2048 every 512 samples, all decibels.
    public static final LogMelFrontEnd STANDARD = new LogMelFrontEnd(22050, 5, 128, 2048, 512, 0);

    public LogMelFrontEnd {
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

    @Override
    public int frames() {
        return settings(rate, mels, fftLength, hop, topDb).stft().frames(samples());
    }

    @Override
    public Transform transform() {
        return new LogMel(settings(rate, mels, fftLength, hop, topDb))::apply;
    }

    private static LogMel.Settings settings(int rate, int mels, int fftLength, int hop, double topDb) {
        Decibels decibels = topDb == 0 ? Decibels.STANDARD.withoutTopDb() : Decibels.STANDARD.withTopDb(topDb);
        return new LogMel.Settings(Stft.Settings.centred(fftLength, hop), MelBank.Settings.slaney(rate, fftLength, mels),
                decibels);
    }
}
