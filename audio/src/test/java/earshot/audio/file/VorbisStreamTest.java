package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import earshot.audio.golden.GoldenAudio;

/// Pages moved, removed and forged: what the positions of pages mean, and what a stream must not lack.
class VorbisStreamTest {

    @TempDir
    Path folder;

    @Test
    void chainedStreamsAreJoined() throws IOException {
        byte[] one = golden("vorbis_8k_short.ogg");
        float[] once = read(one).mono();
        float[] twice = read(join(one, one)).mono();
        assertArrayEquals(once, Arrays.copyOf(twice, once.length));
        assertArrayEquals(once, Arrays.copyOfRange(twice, once.length, twice.length));
    }

    /// 5.1 sound, whose header jorbis alone takes for damaged: a tone in each channel, written by libsndfile 1.2.2, as loud as libsndfile
    /// reads it again.
    @Test
    void coupledChannelsOfSurroundSound() throws IOException {
        double[] hertz = {400, 800, 1200, 1600, 2000, 100};
        double[] loudness = {0.100930, 0.201750, 0.301341, 0.402705, 0.503779, 0.747677};
        try (InputStream file = getClass().getResourceAsStream("surround.ogg")) {
            AudioClip clip = read(file.readAllBytes());
            assertEquals(44100, clip.rate());
            assertEquals(6, clip.channels().length);
            assertEquals(6000, clip.frames());
            for (int c = 0; c < hertz.length; c++) {
                double product = 0;
                for (int i = 0; i < clip.frames(); i++) {
                    product += clip.channels()[c][i] * Math.sin(2 * Math.PI * hertz[c] * i / clip.rate());
                }
                assertEquals(loudness[c], 2 * product / clip.frames(), 1e-5, "loudness of the tone of channel " + c);
            }
        }
    }

    @Test
    void chainedStreamsOfDifferentRatesAreRefused() throws IOException {
        refused("chained streams differ", join(golden("vorbis_8k_short.ogg"), golden("vorbis_mono.ogg")));
    }

    @Test
    void aMissingPageIsRefused() throws IOException {
        byte[] whole = golden("vorbis_mono.ogg");
        List<byte[]> pages = pages(whole);
        assertTrue(pages.size() > 4);
        pages.remove(pages.size() - 2);
        refused("pages are missing", join(pages.toArray(byte[][]::new)));
        pages = pages(whole);
        pages.removeLast();
        refused("cut short", join(pages.toArray(byte[][]::new)));
    }

    @Test
    void bytesAfterTheLastPageAreRefused() throws IOException {
        refused("expected an Ogg page", join(golden("vorbis_mono.ogg"), "TAGmp3".getBytes(StandardCharsets.US_ASCII)));
    }

    /// A recording cut out of a longer one begins at a position above 0.
    @Test
    void laterPositionsChangeNothing() throws IOException {
        assertArrayEquals(read(golden("vorbis_mono.ogg")).mono(), read(moved(golden("vorbis_mono.ogg"), 100_000)).mono());
    }

    /// Positions that would begin below 0 say how many leading frames to drop.
    @Test
    void earlierPositionsDropTheBeginning() throws IOException {
        float[] whole = read(golden("vorbis_mono.ogg")).mono();
        assertArrayEquals(Arrays.copyOfRange(whole, 100, whole.length), read(moved(golden("vorbis_mono.ogg"), -100)).mono());
    }

    @Test
    void theLastPositionCutsTheEndAndMustNotPromiseMore() throws IOException {
        byte[] data = golden("vorbis_mono.ogg");
        float[] whole = read(data).mono();
        byte[][] pages = pages(data).toArray(byte[][]::new);
        int last = pages.length - 1;
        pages[last] = moved(pages[last], -50);
        assertArrayEquals(Arrays.copyOf(whole, whole.length - 50), read(join(pages)).mono());
        pages[last] = moved(pages[last], 100_000);
        refused("the last page states", join(pages));
        pages[last] = moved(pages[last], -150_000);
        refused("run backwards", join(pages));
    }

    /// jorbis would allocate the two gigabytes that this vendor name claims.
    @Test
    void commentsCannotClaimMemory() throws IOException {
        byte[] data = golden("vorbis_mono.ogg");
        float[] whole = read(data).mono();
        int vendorLength = new String(data, StandardCharsets.ISO_8859_1).indexOf("\u0003vorbis") + 7;
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putInt(vendorLength, Integer.MAX_VALUE - 16);
        OggForgery.fitChecksums(data);
        assertArrayEquals(whole, read(data).mono());
    }

    private void refused(String reason, byte[] data) {
        String message = assertThrows(UnreadableAudioException.class, () -> read(data)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private AudioClip read(byte[] data) throws IOException {
        Path file = folder.resolve("forged.ogg");
        Files.write(file, data);
        return AudioFile.read(file);
    }

    /// The file with every position of an audio page moved by some frames.
    private static byte[] moved(byte[] data, long by) {
        byte[][] pages = pages(data).toArray(byte[][]::new);
        for (byte[] page : pages) {
            ByteBuffer buffer = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            if (buffer.getLong(6) > 0) {
                buffer.putLong(6, buffer.getLong(6) + by);
            }
            OggForgery.fitChecksums(page);
        }
        return join(pages);
    }

    private static List<byte[]> pages(byte[] data) {
        List<byte[]> pages = new ArrayList<>();
        for (int at = 0; at < data.length;) {
            int end = at + 27 + (data[at + 26] & 0xFF);
            for (int i = 0; i < (data[at + 26] & 0xFF); i++) {
                end += data[at + 27 + i] & 0xFF;
            }
            pages.add(Arrays.copyOfRange(data, at, end));
            at = end;
        }
        return pages;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] golden(String name) throws IOException {
        byte[] data = Files.readAllBytes(GoldenAudio.folder().resolve("files").resolve(name));
        assertEquals('O', data[0]);
        return data;
    }
}
