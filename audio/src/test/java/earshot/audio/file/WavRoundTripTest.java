package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What [WavWriter] writes, [AudioFile] reads back.
class WavRoundTripTest {

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("earshot-wav");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("clip.wav"));
        Files.delete(folder);
    }

    @Property(tries = 200)
    void floatsComeBackAsTheyAre(@ForAll @IntRange(min = 1, max = 9) int channels, @ForAll @IntRange(max = 700) int frames,
            @ForAll @IntRange(min = 1, max = 400_000) int rate, @ForAll long seed) throws IOException {
        AudioClip clip = noise(channels, frames, rate, seed, 3);
        AudioClip read = roundTrip(clip, WavEncoding.FLOAT32);
        assertEquals(rate, read.rate());
        assertEquals(channels, read.channels().length);
        for (int c = 0; c < channels; c++) {
            assertArrayEquals(clip.channels()[c], read.channels()[c]);
        }
    }

    @Property(tries = 200)
    void integersComeBackWithinHalfAStepOrClipped(@ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll @IntRange(max = 700) int frames, @ForAll long seed) throws IOException {
        AudioClip clip = noise(channels, frames, 44100, seed, 1.3);
        AudioClip read = roundTrip(clip, WavEncoding.PCM16);
        assertEquals(frames, read.frames());
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < frames; i++) {
                double expected = Math.clamp(clip.channels()[c][i], -1, 32767 / 32768.0);
                assertEquals(expected, read.channels()[c][i], 0x1p-16);
            }
        }
    }

    @Test
    void whoMayReadAFileIsWhatTheUserIsUsedTo(@TempDir Path empty) throws IOException {
        Path usual = Files.createFile(empty.resolve("usual"));
        WavWriter.write(empty.resolve("clip.wav"), AudioClip.mono(8000, new float[10]), WavEncoding.PCM16);
        assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(empty.resolve("clip.wav")));
    }

    @Test
    void aFailedWriteLeavesNothing(@TempDir Path empty) throws IOException {
        Files.createDirectory(empty.resolve("taken"));
        Files.createFile(empty.resolve("taken").resolve("inside"));
        AudioClip clip = AudioClip.mono(8000, new float[10]);
        assertThrows(IOException.class, () -> WavWriter.write(empty.resolve("taken"), clip, WavEncoding.PCM16));
        try (Stream<Path> left = Files.list(empty)) {
            assertEquals(List.of(empty.resolve("taken")), left.toList());
        }
    }

    private static AudioClip roundTrip(AudioClip clip, WavEncoding encoding) throws IOException {
        Path file = folder.resolve("clip.wav");
        WavWriter.write(file, clip, encoding);
        return AudioFile.read(file);
    }

    private static AudioClip noise(int channels, int frames, int rate, long seed, double peak) {
        Random random = new Random(seed);
        float[][] samples = new float[channels][frames];
        for (float[] channel : samples) {
            for (int i = 0; i < frames; i++) {
                channel[i] = (float) (peak * (2 * random.nextDouble() - 1));
            }
        }
        return new AudioClip(rate, samples);
    }
}
