package earshot.audio.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import earshot.audio.spectrum.Window;
import tools.jackson.databind.JsonNode;

/// Kaldi's filter banks against torchaudio in double precision.
class KaldiFbankTest {

    /// In normalised units; torchaudio's own single precision misses by more.
    private static final double LARGEST = 2e-3;
    private static final double MEAN = 1e-5;

    private final GoldenAudio golden = GoldenAudio.golden();

    @TestFactory
    Stream<DynamicTest> torchaudioAgrees() {
        return golden.cases("kaldi_fbank").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode a = e.getValue();
            assertEquals("povey", a.get("window").asString());
            int rate = a.get("sr").asInt();
            KaldiFbank.Settings plain = new KaldiFbank.Settings(rate, a.get("frame_length_ms").asInt() * rate / 1000,
                    a.get("frame_shift_ms").asInt() * rate / 1000, a.get("n_mels").asInt(), a.get("low_freq").asDouble(),
                    a.get("high_freq").asDouble(), a.get("preemphasis").asDouble(), Window.POVEY, a.get("scale").asDouble(),
                    0x1p-23, 0, 1);
            assertEquals(a.get("n_fft").asInt(), plain.fftLength());
            KaldiFbank.Settings normalized = plain.normalized(a.get("mean").asDouble(), 2 * a.get("std").asDouble());
            assertEquals(KaldiFbank.Settings.beats(), normalized);
            float[] samples = golden.samples(a);
            int[] shape = golden.shape(e.getKey() + "/out/normalized");
            assertArrayEquals(new int[]{normalized.frames(samples.length), normalized.mels()}, shape);
            float[] expected = golden.floats(e.getKey() + "/out/normalized");
            float[] actual = new KaldiFbank(normalized).apply(samples);
            Close.absolute(e.getKey(), expected, actual, LARGEST);
            double sum = 0;
            for (int i = 0; i < expected.length; i++) {
                sum += Math.abs(expected[i] - actual[i]);
            }
            assertTrue(sum / expected.length < MEAN, "mean error " + sum / expected.length);
            if (golden.has(e.getKey() + "/out/fbank")) {
                Close.absolute(e.getKey(), golden.floats(e.getKey() + "/out/fbank"), new KaldiFbank(plain).apply(samples),
                        LARGEST * normalized.deviation());
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> bank() {
        return golden.cases("kaldi_mel_bank").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            float[] expected = golden.floats(e.getKey() + "/out/y");
            KaldiFbank.Settings settings = KaldiFbank.Settings.beats();
            float[] matrix = new KaldiFbank(settings).matrix();
            int bins = settings.fftLength() / 2;
            // Only every so many rows are kept here.
            int step = e.getValue().has("row_step") ? e.getValue().get("row_step").asInt() : 1;
            float[] rows = new float[expected.length];
            for (int m = 0; m < settings.mels(); m += step) {
                System.arraycopy(matrix, m * bins, rows, m / step * bins, bins);
            }
            Close.absolute(e.getKey(), expected, rows, 2e-6);
        }));
    }

    @Test
    void silenceIsTheFloorAndShortSignalsHaveNoFrame() {
        KaldiFbank fbank = new KaldiFbank(KaldiFbank.Settings.beats());
        assertEquals(0, fbank.apply(new float[399]).length);
        float[] silence = fbank.apply(new float[400]);
        assertEquals(128, silence.length);
        for (float x : silence) {
            assertEquals(-2.3916929f, x, 1e-6f);
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> KaldiFbank.Settings.of(16000, 0));
        assertThrows(IllegalArgumentException.class, () -> KaldiFbank.Settings.beats().normalized(0, 0));
        assertThrows(IllegalArgumentException.class, () -> KaldiFbank.Settings.of(30, 4));
    }
}
