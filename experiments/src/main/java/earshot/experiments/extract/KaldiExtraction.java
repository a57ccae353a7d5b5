package earshot.experiments.extract;

import earshot.audio.mel.KaldiFbank;
import earshot.audio.spectrum.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Kaldi's filter banks, `[frames][mels]`, natural logarithms.
///
/// @param milliseconds length of a frame
/// @param hop          milliseconds from one frame to the next
/// @param mels         number of filters
/// @param fMin         lower edge of the first (hertz)
/// @param fMax         upper edge of the last (hertz); 0 for half the rate
/// @param preemphasis  part of the sample before that is subtracted
/// @param window       of a frame, in its symmetric form
/// @param mean         subtracted from the result
/// @param deviation    divides it then
public record KaldiExtraction(Sound sound, double milliseconds, double hop, int mels, double fMin, double fMax,
        double preemphasis,
        Window.Fixed window, double mean, double deviation) implements Extraction {

    /// As BEATs prepares sound: 16 kHz, normalised.
    public static final KaldiExtraction STANDARD = new KaldiExtraction(new Sound(16000, Sound.STANDARD.kernel()), 25, 10, 128, 20,
            0,
            0.97, Window.Fixed.POVEY, 15.41663, 2 * 6.55582);

    @Override
    public FeatureStream begin(int rate, Path folder) throws IOException {
        int at = sound.rate(rate);
        KaldiFbank.Settings usual = KaldiFbank.Settings.of(at, mels);
        KaldiFbank.Settings settings = new KaldiFbank.Settings(at, (int) (at * milliseconds / 1000), (int) (at * hop / 1000),
                mels,
                fMin, fMax == 0 ? at / 2.0 : fMax, preemphasis, window, usual.scale(), usual.floor(), mean, deviation);
        KaldiFbank bank = new KaldiFbank(settings);
        FrameFile file = new FrameFile(folder, mels);
        return new FeatureStream(sound.stream(rate), bank.stream((values, first, count) -> file.add(values, count)),
                List.of(file),
                samples -> Map.of("kaldi", file.rows()));
    }
}
