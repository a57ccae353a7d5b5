package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.file.AudioClip;
import earshot.audio.file.WavEncoding;
import earshot.audio.file.WavWriter;
import earshot.audio.mel.KaldiFbank;
import earshot.audio.mel.LogMel;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.StoredTensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `earshot features` and `earshot spectrogram`, on a tone of 2 kHz that begins after half a second.
class SoundCommandsTest {
    private static final int RATE = 16000;

    @TempDir
    private Path folder;

    private final float[] samples = new float[RATE];
    private Path sound;
    private final Earshot earshot = new Earshot();

    @BeforeEach
    void record() throws IOException {
        for (int i = RATE / 2; i < RATE; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 2000 * i / RATE));
        }
        sound = folder.resolve("tone.wav");
        WavWriter.write(sound, AudioClip.mono(RATE, samples), WavEncoding.FLOAT32);
    }

    private StoredTensor only(Path file, String name) throws IOException {
        try (CheckpointFile opened = CheckpointFile.open(file)) {
            StoredTensor tensor = opened.tensors().get(name);
            return StoredTensor.of(tensor.read());
        }
    }

    @Test
    void numbersAreThoseOfTheLibrary() throws IOException {
        Path file = folder.resolve("x.npy");
        assertEquals(0, earshot.run("features", sound, "--type", "logmel", "--out", file), earshot.err());
        StoredTensor logMel = only(file, "");
        assertArrayEquals(new int[]{128, 32}, logMel.shape().sizes());
        assertArrayEquals(new LogMel(LogMel.Settings.of(RATE, 2048, 512, 128)).apply(samples), logMel.read().floats());

        file = folder.resolve("x.safetensors");
        assertEquals(0, earshot.run("features", sound, "--type", "kaldi", "--out", file), earshot.err());
        StoredTensor kaldi = only(file, "kaldi");
        assertArrayEquals(new int[]{98, 128}, kaldi.shape().sizes());
        assertArrayEquals(new KaldiFbank(KaldiFbank.Settings.beats()).apply(samples), kaldi.read().floats());
    }

    @Test
    void settingsChangeWhatIsWritten() throws IOException {
        Path file = folder.resolve("x.safetensors");
        assertEquals(0,
                earshot.run("features", sound, "--type", "stft", "--set", "part=complex", "--set", "frames.fft=512", "--set",
                        "frames.hop=128", "--set", "sound.rate=8000", "--out", file),
                earshot.err());
        assertArrayEquals(new int[]{257, 63}, only(file, "real").shape().sizes());
        assertEquals(0, earshot.run("features", sound, "--type", "mfcc", "--set", "coefficients=7", "--out", file),
                earshot.err());
        assertArrayEquals(new int[]{7, 32}, only(file, "mfcc").shape().sizes());
        assertEquals(0, earshot.run("features", "--type", "mfcc", "--show"), earshot.err());
        assertTrue(earshot.out().contains("coefficients: 20"), earshot.out());
    }

    @Test
    void wrongWishesAreRefused() {
        assertEquals(2, earshot.run("features", sound, "--type", "logmel", "--out", folder.resolve("x.txt")));
        assertEquals(2,
                earshot.run("features", sound, "--type", "stft", "--set", "part=complex", "--out", folder.resolve("x.npy")));
        assertEquals(2,
                earshot.run("features", sound, "--type", "logmel", "--set", "mels.fMax=9000", "--out", folder.resolve("x.npy")));
        assertTrue(earshot.err().contains("fMax 9000"), earshot.err());
        assertEquals(1, earshot.run("spectrogram", folder.resolve("absent.wav")));
    }

    /// The tone is bright where it sounds: in its row, in the second half.
    @Test
    void picturesShowTheToneWhereItIs() throws IOException {
        for (String type : new String[]{"stft", "mel", "kaldi"}) {
            Path file = folder.resolve(type + ".png");
            assertEquals(0, earshot.run("spectrogram", sound, "--type", type, "--out", file), earshot.err());
            assertTrue(Files.size(file) > 5000);
            BufferedImage image = ImageIO.read(file.toFile());
            int brightest = 0;
            int row = 0;
            for (int y = 205; y < 595; y++) {
                int light = light(image.getRGB(850, y));
                if (light > brightest) {
                    brightest = light;
                    row = y;
                }
            }
            assertTrue(brightest > 600, type + ": " + brightest);
            assertTrue(light(image.getRGB(200, row)) < 20, type + ": silence is dark");
            // The height of 2 kHz on an axis up to 8 kHz: evenly spaced, in Slaney's mels, in Kaldi's from 20 Hz on.
            double expected = switch (type) {
                case "stft" -> 0.25;
                case "mel" -> 0.554;
                default -> 0.530;
            };
            assertEquals(expected, (600 - row) / 400.0, 0.02, type);
        }
    }

    private static int light(int rgb) {
        return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
    }
}
