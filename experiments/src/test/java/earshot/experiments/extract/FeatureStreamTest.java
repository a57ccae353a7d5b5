package earshot.experiments.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.audio.mel.KaldiFbank;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.mel.Mfcc;
import earshot.audio.resample.Resampler;
import earshot.audio.spectrum.Stft;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes out of a stream is, to the bit, what is computed of the whole recording at once.
class FeatureStreamTest {
    private static final int RATE = 22050;
    private static final float[] SOUND = noise(100_000);

    @TempDir
    Path folder;

    private Random blocks;

    @BeforeEach
    void drawTheSameBlocksAgain() {
        blocks = new Random(5);
    }

    @Test
    void logMel() throws IOException {
        same(LogMelExtraction.STANDARD, Map.of("logmel", new LogMel(standard()).apply(SOUND)));
    }

    @Test
    void logMelRelativeToTheLargest() throws IOException {
        var extraction = new LogMelExtraction(Sound.STANDARD, Frames.STANDARD, Mels.STANDARD, new Loudness(0, 1e-10, 30));
        LogMel.Settings s = standard();
        var whole = new LogMel(new LogMel.Settings(s.stft(), s.mel(), s.decibels().withMaximumAsReference().withTopDb(30)));
        same(extraction, Map.of("logmel", whole.apply(SOUND)));
    }

    @Test
    void mfcc() throws IOException {
        same(MfccExtraction.STANDARD, Map.of("mfcc", new Mfcc(128, 20, 0).apply(new LogMel(standard()).apply(SOUND))));
    }

    @Test
    void kaldiAtAnotherRate() throws IOException {
        float[] resampled = Resampler.of(RATE, 16000).apply(SOUND);
        same(KaldiExtraction.STANDARD, Map.of("kaldi", new KaldiFbank(KaldiFbank.Settings.beats()).apply(resampled)));
    }

    @Test
    void transforms() throws IOException {
        Stft stft = new Stft(Stft.Settings.centred(2048, 512));
        same(StftExtraction.STANDARD, Map.of("magnitude", stft.magnitude(SOUND)));
        same(new StftExtraction(Sound.STANDARD, Frames.STANDARD, StftExtraction.Part.POWER), Map.of("power", stft.power(SOUND)));
        same(new StftExtraction(Sound.STANDARD, Frames.STANDARD, StftExtraction.Part.COMPLEX),
                Map.of("real", stft.complex(SOUND).re(), "imag", stft.complex(SOUND).im()));
    }

    @Test
    void tooShort() throws IOException {
        var notCentred = new Frames(2048, 512, 0, Frames.STANDARD.shape(), false, Frames.STANDARD.padding());
        var extraction = new LogMelExtraction(Sound.STANDARD, notCentred, Mels.STANDARD, Loudness.STANDARD);
        try (FeatureStream stream = extraction.begin(RATE, folder)) {
            stream.write(new float[2047]);
            var e = assertThrows(IllegalArgumentException.class, stream::finish);
            assertEquals("STFT: expected at least 2048 samples, got 2047; pad the signal or centre the frames", e.getMessage());
        }
    }

    @Test
    void aFolderThatIsNotThere() {
        Path none = folder.resolve("none");
        var e = assertThrows(NoSuchFileException.class, () -> LogMelExtraction.STANDARD.begin(RATE, none));
        assertEquals(none.toString(), e.getFile());
    }

    private void same(Extraction extraction, Map<String, float[]> expected) throws IOException {
        try (FeatureStream stream = extraction.begin(RATE, folder)) {
            for (int at = 0; at < SOUND.length;) {
                int n = Math.min(SOUND.length - at, 1 + blocks.nextInt(9000));
                stream.write(Arrays.copyOfRange(SOUND, at, at + n));
                at += n;
            }
            Map<String, StoredTensor> arrays = stream.finish();
            assertEquals(new TreeMap<>(expected).keySet(), new TreeMap<>(arrays).keySet());
            arrays.forEach((name, array) -> assertArrayEquals(expected.get(name), array.floats(), name));
        }
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count(), "nothing is left behind");
        }
    }

    private static LogMel.Settings standard() {
        return new LogMel.Settings(Stft.Settings.centred(2048, 512), MelBank.Settings.slaney(RATE, 2048, 128),
                Loudness.STANDARD.decibels());
    }

    private static float[] noise(int samples) {
        Random random = new Random(11);
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (float) (random.nextGaussian() * (1 + Math.sin(i / 20000.0)) * 0.1);
        }
        return sound;
    }
}
