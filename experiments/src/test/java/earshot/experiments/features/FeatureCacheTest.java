package earshot.experiments.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.file.UnreadableAudioException;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final FrontEnd SMALL = new LogMelFrontEnd(8000, 0.25, 8, 256, 128, 80);

    @TempDir
    Path folder;

    private FeatureCache cache;
    private Path sound;

    @BeforeEach
    void record() throws IOException {
        cache = new FeatureCache(folder.resolve("cache"));
        sound = Files.write(folder.resolve("a.wav"), tone(2500));
    }

    /// Something to hear: half a period of every 40 samples, 8 kHz.
    static byte[] tone(int frames) {
        byte[] wav = Folders.wav(8000, frames);
        for (int i = 0; i < frames; i++) {
            wav[44 + 2 * i + 1] = (byte) (i % 40 < 20 ? 16 : -16);
        }
        return wav;
    }

    private FeatureCache.Entry get(Path file, FrontEnd frontEnd) throws IOException {
        return cache.get(file, frontEnd, frontEnd.transform());
    }

    private List<Path> kept() throws IOException {
        if (!Files.exists(cache.folder())) {
            return List.of();
        }
        try (var files = Files.walk(cache.folder())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// Puts another picture into the cache under the same key, so that a hit can be told from a computation.
    private Path plant(float value) throws IOException {
        Path place = kept().getFirst();
        byte[] bytes = Files.readAllBytes(place);
        var buffer = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putFloat(8, value);
        var crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        buffer.putInt(bytes.length - 4, (int) crc.getValue());
        Files.write(place, bytes);
        return place;
    }

    @Test
    void aPictureIsComputedOnceAndFoundAgainUnderAnyName() throws IOException {
        FeatureCache.Entry first = get(sound, SMALL);
        assertEquals(8 * SMALL.frames(), first.image().length);
        assertEquals(2500 / 8000.0, first.seconds());
        assertEquals(1, kept().size());
        plant(-7.5f);
        assertEquals(-7.5f, get(sound, SMALL).image()[0]);
        Path renamed = Files.move(sound, folder.resolve("b.wav"));
        FeatureCache.Entry found = get(renamed, SMALL);
        assertEquals(-7.5f, found.image()[0]);
        assertEquals(2500 / 8000.0, found.seconds());
        assertEquals(1, kept().size());
    }

    @Test
    void whatIsReadIsWhatWasComputed() throws IOException {
        FeatureCache.Entry computed = get(sound, SMALL);
        assertArrayEquals(computed.image(), get(sound, SMALL).image());
    }

    @Test
    void otherSettingsAndOtherSoundsAreOtherPictures() throws IOException {
        get(sound, SMALL);
        List<FrontEnd> others = List.of(new LogMelFrontEnd(4000, 0.25, 8, 256, 128, 80),
                new LogMelFrontEnd(8000, 0.3, 8, 256, 128, 80),
                new LogMelFrontEnd(8000, 0.25, 9, 256, 128, 80), new LogMelFrontEnd(8000, 0.25, 8, 128, 128, 80),
                new LogMelFrontEnd(8000, 0.25, 8, 256, 64, 80), new LogMelFrontEnd(8000, 0.25, 8, 256, 128, 20));
        for (int i = 0; i < others.size(); i++) {
            get(sound, others.get(i));
            assertEquals(i + 2, kept().size(), others.get(i).toString());
        }
        Files.write(sound, tone(2501));
        assertEquals(2501 / 8000.0, get(sound, SMALL).seconds());
        assertEquals(others.size() + 2, kept().size());
    }

    @Test
    void aDamagedFileIsMadeAnew() throws IOException {
        float[] right = get(sound, SMALL).image();
        Path place = kept().getFirst();
        byte[] whole = Files.readAllBytes(place);
        for (int at : new int[]{0, 8, whole.length / 2, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(place, flipped);
            assertArrayEquals(right, get(sound, SMALL).image());
            assertArrayEquals(whole, Files.readAllBytes(place), "byte " + at);
        }
        for (int length : new int[]{0, 5, whole.length - 1}) {
            Files.write(place, java.util.Arrays.copyOf(whole, length));
            assertArrayEquals(right, get(sound, SMALL).image());
            assertArrayEquals(whole, Files.readAllBytes(place), length + " bytes");
        }
        Files.delete(place);
        assertArrayEquals(right, get(sound, SMALL).image());
    }

    /// Two caches in one folder, as two processes have it.
    @Test
    void manyMayAskForTheSameAtOnce() throws Exception {
        float[] right = get(sound, SMALL).image();
        Path place = kept().getFirst();
        FeatureCache other = new FeatureCache(cache.folder());
        var begin = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = IntStream.range(0, 4).<Future<?>>mapToObj(worker -> pool.submit(() -> {
                begin.await();
                for (int i = 0; i < 100; i++) {
                    FeatureCache mine = worker % 2 == 0 ? cache : other;
                    assertArrayEquals(right, mine.get(sound, SMALL, SMALL.transform()).image());
                    if (i % 7 == worker) {
                        Files.deleteIfExists(place);
                    }
                }
                return null;
            })).toList();
            begin.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        get(sound, SMALL);
        assertEquals(1, kept().size(), kept().toString());
    }

    @Test
    void nothingIsKeptOfWhatCannotBeRead() throws IOException {
        Files.writeString(sound, "this is a text");
        assertThrows(UnreadableAudioException.class, () -> get(sound, SMALL));
        Files.write(sound, Folders.wav(8000, 0));
        assertTrue(assertThrows(UnreadableAudioException.class, () -> get(sound, SMALL)).getMessage().contains("holds no sound"));
        assertEquals(List.of(), kept());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithTheRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        cache = new FeatureCache(file.resolve("features"));
        String message = assertThrows(ExperimentException.class, () -> get(sound, SMALL)).getMessage();
        assertTrue(message.startsWith(cache.folder() + ": pictures cannot be kept there"), message);
        assertTrue(message.contains("EARSHOT_CACHE"), message);
    }
}
