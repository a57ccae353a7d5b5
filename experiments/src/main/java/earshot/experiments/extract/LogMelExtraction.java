package earshot.experiments.extract;

import earshot.audio.mel.LogMel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Log-mel pictures, `[mels][frames]` in decibels.
public record LogMelExtraction(Sound sound, Frames frames, Mels mels, Loudness loudness) implements Extraction {

    /// Values as `librosa.power_to_db(librosa.feature.melspectrogram(...))` with reflected ends.
    public static final LogMelExtraction STANDARD = new LogMelExtraction(Sound.STANDARD, Frames.STANDARD, Mels.STANDARD,
            Loudness.STANDARD);

    @Override
    public FeatureStream begin(int rate, Path folder) throws IOException {
        return begin(rate, folder, "logmel", mels.count(), decibels -> decibels);
    }

    /// Decibels, and what is made of them.
    ///
    /// @param rows how many are left of each frame
    /// @param change takes and gives decibels of some frames, `[frames][mels]`, of which the first `rows` numbers of each are kept
    FeatureStream begin(int rate, Path folder, String name, int rows, UnaryOperator<float[]> change) throws IOException {
        int at = sound.rate(rate);
        LogMel logMel = new LogMel(new LogMel.Settings(frames.settings(), mels.settings(at, frames.fft()), loudness.decibels()));
        FrameFile file = new FrameFile(folder, mels.count());
        float[] largest = {0};
        LogMel.BandSink sink = (bands, first, count) -> {
            for (float power : bands) {
                largest[0] = Math.max(largest[0], power);
            }
            file.addColumns(bands, count);
        };
        return new FeatureStream(sound.stream(rate), logMel.stream(sink), List.of(file), samples -> {
            frames.requireOne(samples);
            file.change(powers -> {
                loudness.decibels().apply(powers, largest[0]);
                return change.apply(powers);
            });
            return Map.of(name, file.columns(0, rows));
        });
    }
}
