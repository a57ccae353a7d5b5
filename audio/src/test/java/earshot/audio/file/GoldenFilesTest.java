package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Every row of `files.json`. Where a row lets a reader choose, the choice made here is written down in [#REFUSED].
class GoldenFilesTest {

    private static final Path FOLDER = GoldenAudio.folder().resolve("files");

    /// `files.json` prints samples with nine decimals.
    private static final double PRINTED = 5.01e-10;

    /// Integers of 32 bits do not fit a float exactly.
    private static final double FLOAT_ROUNDING = 0x1p-24;

    /// Doubtful files that could be read or refused and are refused, because what they say contradicts itself.
    private static final List<String> REFUSED = List.of("block_align_wrong.wav", "block_align_zero.wav", "rate_huge.wav",
            "chunk_size_huge.wav", "vorbis_truncated.ogg", "vorbis_bad_crc.ogg", "opus.ogg", "flac_truncated.flac");

    @TestFactory
    List<DynamicTest> everyRow() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : new ObjectMapper().readTree(Files.readString(FOLDER.resolve("files.json")))) {
            String file = row.get("file").asString();
            String title = file + ": " + row.get("about").asString();
            if (file.equals("vorbis_chained.ogg")) {
                tests.add(dynamicTest(title, () -> chained(row)));
            } else if (row.get("expect").asString().equals("ok")) {
                tests.add(dynamicTest(title, () -> matches(row)));
            } else {
                tests.add(dynamicTest(title, () -> isRefused(row)));
            }
        }
        assertEquals(66, tests.size());
        return tests;
    }

    @Test
    void messagesNamePlaceReasonAndRemedy() {
        UnreadableAudioException e = assertThrows(UnreadableAudioException.class,
                () -> AudioFile.read(FOLDER.resolve("vorbis_truncated.ogg")));
        assertEquals(FOLDER.resolve("vorbis_truncated.ogg"), e.file());
        assertTrue(e.offset() > 0 && e.offset() < 12629, e::getMessage);
        assertTrue(e.getMessage().contains("cut short"), e::getMessage);
        assertTrue(e.getMessage().endsWith(e.remedy()), e::getMessage);
    }

    private static void isRefused(JsonNode row) {
        String file = row.get("file").asString();
        assertTrue(!row.has("also_accept") || REFUSED.contains(file), file + ": a choice that nobody wrote down");
        String message = assertThrows(UnreadableAudioException.class, () -> AudioFile.read(FOLDER.resolve(file))).getMessage();
        assertTrue(message.startsWith(FOLDER.resolve(file).toString()), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains("at byte ") || file.equals("empty.wav"), message);
    }

    private static void matches(JsonNode row) throws IOException {
        AudioClip clip = AudioFile.read(FOLDER.resolve(row.get("file").asString()));
        assertEquals(row.get("rate").asInt(), clip.rate(), "rate");
        assertEquals(row.get("channels").asInt(), clip.channels().length, "channels");
        assertEquals(row.get("frames").asInt(), clip.frames(), "frames");
        AudioInfo info = AudioFile.info(FOLDER.resolve(row.get("file").asString()));
        assertEquals(row.get("rate").asInt(), info.rate(), "rate before decoding");
        assertEquals(row.get("channels").asInt(), info.channels(), "channels before decoding");
        assertEquals(row.get("frames").asInt(), info.frames().orElseThrow(), "frames before decoding");
        double tolerance = row.get("tolerance").asDouble();
        samples(row.get("first"), clip, 0, tolerance);
        samples(row.get("last"), clip, clip.frames() - row.get("last").size(), tolerance);
        double sum = 0;
        double sumAbs = 0;
        for (float[] channel : clip.channels()) {
            for (float x : channel) {
                sum += x;
                sumAbs += Math.abs(x);
            }
        }
        double sumTolerance = tolerance * clip.frames() * clip.channels().length + 4e-9 * row.get("sum_abs").asDouble();
        assertEquals(row.get("sum").asDouble(), sum, sumTolerance, "sum");
        assertEquals(row.get("sum_abs").asDouble(), sumAbs, sumTolerance, "sum of magnitudes");
    }

    private static void samples(JsonNode frames, AudioClip clip, int from, double tolerance) {
        for (int i = 0; i < frames.size(); i++) {
            JsonNode frame = frames.get(i);
            for (int c = 0; c < clip.channels().length; c++) {
                double expected = frame.isArray() ? frame.get(c).asDouble() : frame.asDouble();
                assertEquals(expected, clip.channels()[c][from + i], tolerance + PRINTED + FLOAT_ROUNDING * Math.abs(expected),
                        "frame " + (from + i) + " channel " + c);
            }
        }
    }

    /// Both streams are read, one after the other.
    private static void chained(JsonNode row) throws IOException {
        float[] whole = AudioFile.read(FOLDER.resolve(row.get("prefix_of_or_longer").asString())).mono();
        AudioClip clip = AudioFile.read(FOLDER.resolve("vorbis_chained.ogg"));
        assertTrue(clip.frames() > whole.length, "frames: " + clip.frames());
        for (int i = 0; i < whole.length; i++) {
            assertEquals(whole[i], clip.mono()[i], 1e-5f, "frame " + i);
        }
    }
}
