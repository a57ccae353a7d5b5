package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Headers that few programs write: 64-bit sizes, sizes never filled in, samples that are no numbers.
class WavHeaderTest {

    private static final float[] SAMPLES = {0.5f, -2, 0, 1};

    @TempDir
    Path folder;

    @Test
    void rf64TakesItsSizeFromItsOwnChunk() throws IOException {
        byte[] plain = floats(SAMPLES);
        ByteBuffer wav = ByteBuffer.allocate(plain.length + 36 + 20).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RF64".getBytes(StandardCharsets.US_ASCII)).putInt(-1).put("WAVE".getBytes(StandardCharsets.US_ASCII));
        wav.put("ds64".getBytes(StandardCharsets.US_ASCII)).putInt(28).putLong(0).putLong(16).putLong(4).putInt(0);
        wav.put(plain, 12, plain.length - 12);
        int dataSize = wav.position() - 16 - 4;
        wav.putInt(dataSize, -1);
        // What follows the sixteen bytes is another chunk, not sound.
        wav.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(12).putLong(-1).putInt(-1);
        assertArrayEquals(SAMPLES, read(wav.array()).mono());
    }

    @Test
    void sizesNeverFilledInMeanTheEndOfTheFile() throws IOException {
        byte[] wav = floats(SAMPLES);
        ByteBuffer header = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, 0).putInt(40, 0);
        assertArrayEquals(SAMPLES, read(wav).mono());
        // With the outer size filled in, an empty data chunk is meant.
        header.putInt(4, 36);
        assertEquals(0, read(wav).frames());
    }

    @Test
    void samplesThatAreNoNumbersAreRefused() throws IOException {
        for (float bad : new float[]{Float.NaN, Float.POSITIVE_INFINITY}) {
            UnreadableAudioException e = assertThrows(UnreadableAudioException.class,
                    () -> read(floats(new float[]{0, 0, bad, 0})));
            assertEquals(44 + 2 * 4, e.offset());
            assertTrue(e.reason().contains("frame 2"), e::getMessage);
        }
    }

    @Test
    void monoIsTheAverage() {
        assertArrayEquals(new float[]{2, 3}, new AudioClip(8000, new float[][]{{1, 5}, {3, 1}}).mono());
        assertThrows(IllegalArgumentException.class, () -> new AudioClip(8000, new float[][]{{1, 5}, {3}}));
        assertThrows(IllegalArgumentException.class, () -> new AudioClip(0, new float[1][1]));
        assertThrows(IllegalArgumentException.class, () -> new AudioClip(8000, new float[0][]));
    }

    private byte[] floats(float[] samples) throws IOException {
        Path file = folder.resolve("plain.wav");
        WavWriter.write(file, AudioClip.mono(8000, Arrays.copyOf(samples, samples.length)), WavEncoding.FLOAT32);
        return Files.readAllBytes(file);
    }

    private AudioClip read(byte[] data) throws IOException {
        Path file = folder.resolve("forged.wav");
        Files.write(file, data);
        return AudioFile.read(file);
    }
}
