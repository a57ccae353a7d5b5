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

    @TestFactory
    Stream<DynamicTest> mfcc() {
        return golden.cases("mfcc").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            String picture = e.getValue().get("log_mel").asString();
            Mfcc mfcc = new Mfcc(golden.shape(picture)[0], e.getValue().get("n_mfcc").asInt(),
                    e.getValue().get("lifter").asDouble());
            Close.relative(e.getKey(), golden.floats(e.getKey() + "/out/y"), mfcc.apply(golden.floats(picture)), 1e-5);
        }));
    }

    @TestFactory
    Stream<DynamicTest> deltas() {
        GoldenAudio own = GoldenAudio.own();
        return own.cases("deltas").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            float[] slopes = Deltas.of(own.floats(e.getKey() + "/in/x"), own.shape(e.getKey() + "/in/x")[1],
                    e.getValue().get("reach").asInt());
            Close.relative(e.getKey(), own.floats(e.getKey() + "/out/y"), slopes, 2e-6);
        }));
    }

    @TestFactory
    Stream<DynamicTest> pcen() {
        GoldenAudio own = GoldenAudio.own();
        return own.cases("pcen").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode a = e.getValue();
            float[] values = own.floats(e.getKey() + "/in/x");
            new Pcen(a.get("gain").asDouble(), a.get("bias").asDouble(), a.get("power").asDouble(),
                    a.get("time_constant").asDouble(), a.get("eps").asDouble())
                    .apply(values, own.shape(e.getKey() + "/in/x")[1], a.get("sr").asDouble() / a.get("hop_length").asDouble());
            Close.relative(e.getKey(), own.floats(e.getKey() + "/out/y"), values, 2e-6);
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
