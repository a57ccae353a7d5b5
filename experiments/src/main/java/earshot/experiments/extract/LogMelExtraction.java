package earshot.experiments.extract;

import earshot.audio.mel.LogMel;
import java.util.Map;

/// Log-mel pictures, `[mels][frames]` in decibels.
public record LogMelExtraction(Sound sound, Frames frames, Mels mels, Loudness loudness) implements Extraction {

    /// Values as `librosa.power_to_db(librosa.feature.melspectrogram(...))` with reflected ends.
    public static final LogMelExtraction STANDARD = new LogMelExtraction(Sound.STANDARD, Frames.STANDARD, Mels.STANDARD,
            Loudness.STANDARD);

    @Override
    public Map<String, Array> of(float[] mono, int rate) {
        int at = sound.rate(rate);
        LogMel logMel = new LogMel(new LogMel.Settings(frames.settings(), mels.settings(at, frames.fft()), loudness.decibels()));
        float[] samples = sound.apply(mono, rate);
        return Map.of("logmel", new Array(logMel.apply(samples), mels.count(), logMel.frames(samples.length)));
    }
}
