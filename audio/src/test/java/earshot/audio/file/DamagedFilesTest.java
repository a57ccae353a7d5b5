package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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

import earshot.audio.golden.GoldenAudio;

/// Whatever the bytes: samples or [UnreadableAudioException], soon, and without memory out of proportion.
class DamagedFilesTest {

    private static final Path FOLDER = GoldenAudio.folder().resolve("files");
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static Path scratch;
    private static List<Path> corpus;

    @BeforeContainer
    static void collect() throws IOException {
        scratch = Files.createTempFile("earshot-damaged", ".bin");
        try (Stream<Path> files = Files.list(FOLDER)) {
            corpus = files.filter(f -> !f.toString().endsWith(".json")).sorted().toList();
        }
        assertEquals(66, corpus.size());
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.delete(scratch);
    }

    @Property(tries = 1500)
    void anyMutationIsReadOrRefused(@ForAll @IntRange(min = 0, max = 65) int file,
            @ForAll @IntRange(min = 1, max = 8) int changes,
            @ForAll long seed) throws IOException {
        readOrRefuse(mutate(Files.readAllBytes(corpus.get(file)), changes, new Random(seed)));
    }

    /// Damage that the checksums do not stop, because they are made to fit again.
    @Property(tries = 1500)
    void vorbisWithFittingChecksumsIsReadOrRefused(@ForAll @IntRange(min = 0, max = 3) int file,
            @ForAll @IntRange(min = 1, max = 8) int changes, @ForAll boolean headersOnly, @ForAll long seed) throws IOException {
        byte[] data = Files.readAllBytes(FOLDER.resolve(
                List.of("vorbis_8k_short.ogg", "vorbis_tiny.ogg", "vorbis_stereo.ogg", "vorbis_mono.ogg").get(file)));
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            data[random.nextInt(headersOnly ? 3000 % data.length : data.length)] = (byte) random.nextInt(256);
        }
        OggForgery.fitChecksums(data);
        readOrRefuse(data);
    }

    @Property(tries = 300)
    void aCutVorbisFileIsRefused(@ForAll @IntRange(min = 1, max = 10063) int length) throws IOException {
        byte[] data = Arrays.copyOf(Files.readAllBytes(FOLDER.resolve("vorbis_stereo.ogg")), length);
        Files.write(scratch, data);
        assertThrows(UnreadableAudioException.class, () -> AudioFile.read(scratch));
    }

    @Property(tries = 300)
    void aCutWavFileGivesTheFramesThatAreThere(@ForAll @IntRange(min = 1, max = 4047) int length) throws IOException {
        float[] whole = AudioFile.read(FOLDER.resolve("pcm16_stereo.wav")).channels()[1];
        Files.write(scratch, Arrays.copyOf(Files.readAllBytes(FOLDER.resolve("pcm16_stereo.wav")), length));
        if (length < 44) {
            assertThrows(UnreadableAudioException.class, () -> AudioFile.read(scratch));
            return;
        }
        AudioClip clip = AudioFile.read(scratch);
        assertEquals((length - 44) / 4, clip.frames());
        assertTrue(Arrays.equals(whole, 0, clip.frames(), clip.channels()[1], 0, clip.frames()));
    }

    @Test
    void foldersAndMissingFilesAreRefused(@TempDir Path folder) {
        assertTrue(assertThrows(UnreadableAudioException.class, () -> AudioFile.read(folder)).getMessage().contains("folder"));
        assertTrue(assertThrows(UnreadableAudioException.class, () -> AudioFile.read(folder.resolve("absent.wav"))).getMessage()
                .contains("no such file"));
    }

    private static void readOrRefuse(byte[] data) throws IOException {
        Files.write(scratch, data);
        long start = System.nanoTime();
        try {
            AudioClip clip = AudioFile.read(scratch);
            assertTrue(clip.rate() >= 1 && clip.frames() >= 0);
        } catch (UnreadableAudioException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.compareTo(LIMIT) < 0, () -> "took " + taken);
    }

    private static byte[] mutate(byte[] original, int changes, Random random) {
        byte[] data = original.clone();
        for (int i = 0; i < changes && data.length > 0; i++) {
            int at = random.nextInt(data.length);
            switch (random.nextInt(5)) {
                case 0 -> data[at] = (byte) random.nextInt(256);
                case 1 -> data[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> data = Arrays.copyOf(data, at);
                case 3 -> data[Math.min(at, 60) % data.length] = (byte) (random.nextBoolean() ? 0xFF : 0);
                default -> System.arraycopy(data, at, data, random.nextInt(at + 1), Math.min(16, data.length - at));
            }
        }
        return data;
    }
}
