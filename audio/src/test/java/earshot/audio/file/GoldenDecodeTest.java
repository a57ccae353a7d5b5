package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;

/// Whole recordings of ESC-10 in Ogg Vorbis against libsndfile. The recordings are not part of this repository: the environment's `EARSHOT_ESC10`
/// names a data set that has them in `audio/`. (Vorbis files that are part of it are checked by [GoldenFilesTest].)
class GoldenDecodeTest {

    @TestFactory
    Stream<DynamicTest> decode() {
        return GoldenAudio.golden().cases("decode").entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> compare(e.getKey(), e.getValue())));
    }

    private static void compare(String name, JsonNode attributes) throws IOException {
        // In each test, not around them: so they are counted as skipped.
        String dataset = System.getenv("EARSHOT_ESC10");
        assumeTrue(dataset != null, "EARSHOT_ESC10 names no folder with the recordings");
        AudioClip clip = AudioFile.read(Path.of(dataset, "audio", attributes.get("file").asString()));
        assertEquals(attributes.get("sr").asInt(), clip.rate());
        assertEquals(attributes.get("frames").asInt(), clip.frames());
        float[] samples = clip.mono();
        float[] expected = GoldenAudio.golden().floats(name + "/out/samples");
        Close.absolute(name, expected, Arrays.copyOf(samples, expected.length), 1e-5);
        double sum = 0;
        double squares = 0;
        double peak = 0;
        for (float x : samples) {
            sum += x;
            squares += (double) x * x;
            peak = Math.max(peak, Math.abs(x));
        }
        assertEquals(attributes.get("sum").asDouble(), sum, 1e-3);
        assertEquals(attributes.get("sum_squares").asDouble(), squares, 1e-6 * squares + 1e-6);
        assertEquals(attributes.get("peak").asDouble(), peak, 1e-5);
    }
}
