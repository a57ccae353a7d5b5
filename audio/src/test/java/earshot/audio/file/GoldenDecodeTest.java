package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;

/// Real recordings against libsndfile.
class GoldenDecodeTest {

    @TestFactory
    Stream<DynamicTest> decode() {
        return GoldenAudio.golden().cases("decode").entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> compare(e.getKey(), e.getValue())));
    }

    private static void compare(String name, JsonNode attributes) throws IOException {
        AudioClip clip = AudioFile.read(GoldenAudio.folder().resolve("clips").resolve(attributes.get("file").asString()));
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
