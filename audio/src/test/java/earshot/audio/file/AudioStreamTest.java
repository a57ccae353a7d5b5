package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import earshot.audio.golden.GoldenAudio;

class AudioStreamTest {

    private static final Path FOLDER = GoldenAudio.folder().resolve("files");

    @TempDir
    Path folder;

    /// Taken in pieces of any size, a file holds what it holds as a whole, and as much as it says before.
    @Test
    void piecesMakeUpTheWhole() throws IOException {
        Random random = new Random(5);
        List<String> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                AudioClip whole;
                try {
                    whole = AudioFile.read(file);
                } catch (UnreadableAudioException _) {
                    continue;
                }
                read.add(file.getFileName().toString());
                try (AudioStream stream = AudioFile.open(file)) {
                    assertEquals(whole.frames(), stream.info().frames().orElseThrow(), file.toString());
                    float[][] pieces = new float[stream.channels()][whole.frames()];
                    int at = 0;
                    for (int n; at < whole.frames(); at += n) {
                        n = stream.read(pieces, at, 1 + random.nextInt(Math.min(700, whole.frames() - at)));
                        assertTrue(n > 0, file.toString());
                    }
                    assertEquals(-1, stream.read(new float[stream.channels()][1], 0, 1), file.toString());
                    assertArrayEquals(whole.channels(), pieces, file.toString());
                }
            }
        }
        assertTrue(read.size() > 35, read.toString());
    }

    /// An hour of stereo at 96 kHz, mostly a hole in the file system: its length is told at once, and reading on needs no more memory
    /// than reading the beginning.
    @Test
    void longFilesNeedNoMoreMemory() throws IOException {
        Path file = folder.resolve("long.wav");
        Files.write(file, Files.readAllBytes(FOLDER.resolve("streamed_size.wav")));
        long frames = 345_600_000L;
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(44 + frames * 4);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (AudioStream stream = AudioFile.open(file)) {
            assertEquals(frames, stream.info().frames().orElseThrow());
            float[][] piece = new float[2][4096];
            long before = threads.getCurrentThreadAllocatedBytes();
            int pieces = 3000;
            for (int i = 0; i < pieces; i++) {
                assertTrue(stream.read(piece, 0, 4096) > 0);
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / pieces;
            assertTrue(each < 1 << 20, each + " bytes for a piece");
        }
    }

    @Test
    void wrongArraysAreRefused() throws IOException {
        try (AudioStream stream = AudioFile.open(FOLDER.resolve("pcm16_stereo.wav"))) {
            assertThrows(IllegalArgumentException.class, () -> stream.read(new float[1][8], 0, 8));
            assertThrows(IllegalArgumentException.class, () -> stream.read(new float[2][8], 0, 0));
        }
    }

    /// jlayer is optional: where it is missing, MP3 is refused and the remedy named, and everything else is read.
    @Test
    void withoutJlayerEverythingButMp3IsRead() throws Exception {
        URL classes = AudioFile.class.getProtectionDomain().getCodeSource().getLocation();
        URL jorbis = com.jcraft.jorbis.Info.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader bare = new URLClassLoader(new URL[]{classes, jorbis}, ClassLoader.getPlatformClassLoader())) {
            Method read = bare.loadClass("earshot.audio.file.AudioFile").getMethod("read", Path.class);
            for (String good : List.of("pcm16_mono.wav", "vorbis_mono.ogg", "flac16_mono.flac")) {
                read.invoke(null, FOLDER.resolve(good));
            }
            Throwable refused = assertThrows(InvocationTargetException.class,
                    () -> read.invoke(null, FOLDER.resolve("mp3_mono.mp3")))
                    .getCause();
            assertEquals("UnreadableAudioException", refused.getClass().getSimpleName());
            assertTrue(refused.getMessage().contains("add com.googlecode.soundlibs:jlayer"), refused.getMessage());
        }
    }
}
