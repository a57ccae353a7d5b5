package earshot.experiments.conform;

import earshot.audio.mel.KaldiFbank;
import earshot.audio.spectrum.Window;
import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.TensorData;
import tools.jackson.databind.JsonNode;

/// Kaldi's filter banks as BEATs takes them.
final class Kaldi {
    /// In normalised units, at bins near silence; on average far less.
    private static final double LARGEST = 2e-3;
    private static final double MEAN = 1e-5;
    private static final double TOLERANCE = 2e-6;
    private static final double FLOOR = 0x1p-23;

    private Kaldi() {
    }

    static void fbank(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (!a.path("window").asString("povey").equals("povey") || !a.path("remove_dc_offset").asBoolean(true)
                || !a.path("snip_edges").asBoolean(true)) {
            throw new IllegalArgumentException("kaldi fbank: expected window povey, remove_dc_offset and snip_edges, got " + a);
        }
        int rate = a.path("sr").asInt();
        KaldiFbank.Settings plain = new KaldiFbank.Settings(rate, samples(rate, a.path("frame_length_ms").asDouble()),
                samples(rate, a.path("frame_shift_ms").asDouble()), a.path("n_mels").asInt(), a.path("low_freq").asDouble(),
                a.path("high_freq").asDouble(), a.path("preemphasis").asDouble(), Window.POVEY, a.path("scale").asDouble(),
                FLOOR, 0, 1);
        comparison.same("n_fft", a.path("n_fft").asInt(), plain.fftLength());
        KaldiFbank.Settings normalized = plain.normalized(a.path("mean").asDouble(), 2 * a.path("std").asDouble());
        float[] samples = Audio.samples(c, s);
        Shape shape = Shape.of(plain.frames(samples.length), plain.mels());
        TensorData got = TensorData.of(shape, new KaldiFbank(normalized).apply(samples));
        TensorData expected = c.get("out/normalized");
        comparison.near("out/normalized", expected, got, LARGEST);
        if (expected.shape().equals(shape)) {
            comparison.near("mean error of out/normalized", 0, meanError(expected.doubles(), got.doubles()), MEAN);
        }
        if (c.has("out/normalized_float32")) {
            // In single precision torch itself is off by so much.
            double own = a.path("float32_max_abs_diff").asDouble(0) / normalized.deviation();
            comparison.near("out/normalized_float32", c.get("out/normalized_float32"), got, LARGEST + own);
        }
        if (c.has("out/fbank")) {
            TensorData logs = TensorData.of(shape, new KaldiFbank(plain).apply(samples));
            comparison.near("out/fbank", c.get("out/fbank"), logs, LARGEST * normalized.deviation());
        }
    }

    static void bank(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        int length = a.path("n_fft").asInt();
        KaldiFbank.Settings settings = new KaldiFbank.Settings(a.path("sr").asInt(), length, length, a.path("n_mels").asInt(),
                a.path("low_freq").asDouble(), a.path("high_freq").asDouble(), 0, Window.POVEY, 1, FLOOR, 0, 1);
        comparison.close("out/y", c.get("out/y"), Mels.rows(a, new KaldiFbank(settings).matrix(), settings.mels()), TOLERANCE);
    }

    private static int samples(int rate, double milliseconds) {
        return (int) (rate * milliseconds / 1000);
    }

    private static double meanError(double[] expected, double[] got) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += Math.abs(expected[i] - got[i]);
        }
        return sum / expected.length;
    }
}
