package earshot.experiments.conform;

import earshot.audio.mel.Decibels;
import earshot.audio.mel.Deltas;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.mel.MelScale;
import earshot.audio.mel.Mfcc;
import earshot.audio.mel.Pcen;
import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.TensorData;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/// Mel bands, decibels and what is made of them.
final class Mels {
    private static final double TOLERANCE = 2e-6;
    private static final double DECIBELS = 5e-4;
    private static final double CEPSTRA = 1e-5;

    private Mels() {
    }

    static void bank(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        MelBank.Settings settings = settings(c.attributes());
        TensorData matrix = rows(c.attributes(), new MelBank(settings).matrix(), settings.mels());
        comparison.close("out/y", c.get("out/y"), matrix, TOLERANCE);
    }

    static void powerToDb(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        float[] values = c.get("in/x").floats().clone();
        decibels(c.attributes()).apply(values);
        comparison.close("out/y", c.get("out/y"), TensorData.of(c.get("in/x").shape(), values), TOLERANCE);
    }

    static void logMel(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (a.path("power").asDouble(2) != 2) {
            throw new IllegalArgumentException("log_mel: expected power 2, got " + a.path("power"));
        }
        LogMel logMel = new LogMel(new LogMel.Settings(Spectra.stft(a), settings(a), decibels(a)));
        float[] samples = Audio.samples(c, s);
        Shape shape = Shape.of(logMel.mels(), logMel.frames(samples.length));
        comparison.near("out/y", c.get("out/y"), TensorData.of(shape, logMel.apply(samples)), DECIBELS);
    }

    static void mfcc(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (a.path("dct_type").asInt(2) != 2 || !a.path("norm").asString("ortho").equals("ortho")) {
            throw new IllegalArgumentException("mfcc: expected dct_type 2 and norm ortho, got " + a.path("dct_type") + " and "
                    + a.path("norm"));
        }
        TensorData picture = s.tensor(a.path("log_mel").asString());
        Mfcc mfcc = new Mfcc(picture.shape().size(0), a.path("n_mfcc").asInt(), a.path("lifter").asDouble(0));
        Shape shape = Shape.of(mfcc.coefficients(), picture.shape().size(1));
        comparison.close("out/y", c.get("out/y"), TensorData.of(shape, mfcc.apply(picture.floats())), CEPSTRA);
    }

    static void pcen(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        TensorData x = c.get("in/x");
        float[] values = x.floats().clone();
        new Pcen(a.path("gain").asDouble(), a.path("bias").asDouble(), a.path("power").asDouble(),
                a.path("time_constant").asDouble(), a.path("eps").asDouble())
                .apply(values, x.shape().size(1), a.path("sr").asDouble() / a.path("hop_length").asDouble());
        comparison.close("out/y", c.get("out/y"), TensorData.of(x.shape(), values), TOLERANCE);
    }

    static void deltas(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        TensorData x = c.get("in/x");
        float[] slopes = Deltas.of(x.floats(), x.shape().size(1), c.attributes().path("reach").asInt());
        comparison.close("out/y", c.get("out/y"), TensorData.of(x.shape(), slopes), TOLERANCE);
    }

    /// A bank's filters; an extract keeps only every so many of a large one.
    static TensorData rows(JsonNode a, float[] matrix, int mels) {
        int step = a.path("row_step").asInt(1);
        int bins = matrix.length / mels;
        int rows = Math.ceilDiv(mels, step);
        float[] kept = new float[rows * bins];
        for (int m = 0; m < rows; m++) {
            System.arraycopy(matrix, m * step * bins, kept, m * bins, bins);
        }
        return TensorData.of(Shape.of(rows, bins), kept);
    }

    private static MelBank.Settings settings(JsonNode a) {
        JsonNode norm = a.path("norm");
        if (!norm.isNull() && !norm.asString("").equals("slaney")) {
            throw new IllegalArgumentException("mel bank: expected norm slaney or null, got " + norm);
        }
        int rate = a.path("sr").asInt();
        return new MelBank.Settings(rate, a.path("n_fft").asInt(), a.path("n_mels").asInt(), a.path("fmin").asDouble(0),
                a.path("fmax").asDouble(rate / 2.0), a.path("htk").asBoolean(false) ? MelScale.HTK : MelScale.SLANEY,
                norm.isNull() ? MelBank.Norm.NONE : MelBank.Norm.SLANEY);
    }

    private static Decibels decibels(JsonNode a) {
        JsonNode reference = a.path("ref");
        if (!reference.isNumber() && !reference.asString("").equals("max")) {
            throw new IllegalArgumentException("power_to_db: expected a number or max as ref, got " + reference);
        }
        JsonNode topDb = a.path("top_db");
        return new Decibels(reference.isNumber() ? OptionalDouble.of(reference.asDouble()) : OptionalDouble.empty(),
                a.path("amin").asDouble(1e-10),
                topDb.isNumber() ? OptionalDouble.of(topDb.asDouble()) : OptionalDouble.empty());
    }
}
