package earshot.audio.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import earshot.audio.spectrum.Stft;
import tools.jackson.databind.JsonNode;

/// Mel banks, decibels and the whole front end against librosa.
class GoldenMelTest {

    private final GoldenAudio golden = GoldenAudio.golden();

    @TestFactory
    Stream<DynamicTest> melBank() {
        return golden.cases("mel_filterbank").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            MelBank.Settings settings = bank(e.getValue());
            float[] matrix = new MelBank(settings).matrix();
            float[] expected = golden.floats(e.getKey() + "/out/y");
            // Of large banks only every so many rows are kept.
            int step = e.getValue().has("row_step") ? e.getValue().get("row_step").asInt() : 1;
            assertArrayEquals(new int[]{settings.mels() / step, settings.bins()}, golden.shape(e.getKey() + "/out/y"));
            float[] rows = new float[expected.length];
            for (int m = 0; m < settings.mels(); m += step) {
                System.arraycopy(matrix, m * settings.bins(), rows, m / step * settings.bins(), settings.bins());
            }
            Close.relative(e.getKey(), expected, rows, 2e-6);
        }));
    }

    @TestFactory
    Stream<DynamicTest> powerToDb() {
        return golden.cases("power_to_db").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            float[] values = golden.floats(e.getKey() + "/in/x");
            decibels(e.getValue()).apply(values);
            Close.relative(e.getKey(), golden.floats(e.getKey() + "/out/y"), values, 2e-6);
        }));
    }

    @TestFactory
    Stream<DynamicTest> logMel() {
        return golden.cases("log_mel").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode attributes = e.getValue();
            assertEquals(2, attributes.get("power").asInt());
            LogMel logMel = new LogMel(new LogMel.Settings(
                    Stft.Settings.centred(attributes.get("n_fft").asInt(), attributes.get("hop_length").asInt()),
                    bank(attributes),
                    decibels(attributes)));
            Close.absolute(e.getKey(), golden.floats(e.getKey() + "/out/y"), logMel.apply(golden.samples(attributes)), 5e-4);
        }));
    }

    private static MelBank.Settings bank(JsonNode attributes) {
        return new MelBank.Settings(attributes.get("sr").asInt(), attributes.get("n_fft").asInt(),
                attributes.get("n_mels").asInt(),
                attributes.get("fmin").asDouble(), attributes.get("fmax").asDouble(),
                attributes.get("htk").asBoolean() ? MelScale.HTK : MelScale.SLANEY,
                attributes.get("norm").isNull() ? MelBank.Norm.NONE : MelBank.Norm.SLANEY);
    }

    private static Decibels decibels(JsonNode attributes) {
        JsonNode reference = attributes.get("ref");
        JsonNode topDb = attributes.get("top_db");
        return new Decibels(reference.isNumber() ? OptionalDouble.of(reference.asDouble()) : OptionalDouble.empty(),
                attributes.get("amin").asDouble(), topDb.isNull() ? OptionalDouble.empty() : OptionalDouble.of(topDb.asDouble()));
    }
}
