package earshot.experiments.conform;

import static java.util.Map.entry;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.mel.Decibels;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.mel.MelScale;
import earshot.audio.resample.Resampler;
import earshot.audio.spectrum.Padding;
import earshot.audio.spectrum.Stft;
import earshot.audio.spectrum.Window;
import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Family;
import earshot.engine.conform.GoldenFamily;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The family {@code audio}: decoding, spectra, mel bands, decibels, resampling. Nothing of it runs on a device.
final class Audio {
    private static final double TOLERANCE = 2e-6;
    private static final double DECODED = 1e-5;
    private static final double DECIBELS = 5e-4;
    /// Names a data set that has the recordings, which belong to nobody's reference numbers.
    private static final String RECORDINGS = "EARSHOT_ESC10";

    private Audio() {
    }

    static Family family() {
        return new GoldenFamily("audio", Map.ofEntries(
                entry("decode", Audio::decode),
                entry("mel_filterbank", Audio::melBank),
                entry("stft_magnitude", Audio::magnitude),
                entry("stft_complex", Audio::complex),
                entry("power_to_db", Audio::powerToDb),
                entry("log_mel", Audio::logMel),
                entry("resample_sinc_hann", Audio::resample)));
    }

    private static void decode(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        JsonNode a = c.attributes();
        AudioClip clip = AudioFile.read(recording(s.folder(), a.path("file").asString()));
        comparison.same("rate", a.path("sr").asInt(), clip.rate());
        comparison.same("frames", a.path("frames").asInt(), clip.frames());
        float[] samples = clip.mono();
        TensorData expected = c.get("out/samples");
        comparison.near("out/samples", expected, vector(Arrays.copyOf(samples, expected.shape().count())), DECODED);
        double sum = 0;
        double squares = 0;
        double peak = 0;
        for (float x : samples) {
            sum += x;
            squares += (double) x * x;
            peak = Math.max(peak, Math.abs(x));
        }
        comparison.near("sum", a.path("sum").asDouble(), sum, 1e-3);
        comparison.near("sum of squares", a.path("sum_squares").asDouble(), squares, 1e-6 * squares + 1e-6);
        comparison.near("peak", a.path("peak").asDouble(), peak, DECODED);
    }

    /// A recording in the folder of reference numbers, in the data set that the environment names, or in one beside the folder.
    private static Path recording(Path folder, String file) throws IOException {
        String dataset = System.getenv(RECORDINGS);
        Path beside = folder.toAbsolutePath().normalize().resolveSibling("esc10");
        return Stream.of(folder.resolve(file), (dataset == null ? beside : Path.of(dataset)).resolve("audio").resolve(file))
                .filter(Files::exists).findFirst()
                .orElseThrow(() -> new IOException(file + ": no such recording in " + folder + " or " + beside.resolve("audio")
                        + "; name a data set that has it in the environment's " + RECORDINGS));
    }

    private static void melBank(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        MelBank.Settings settings = bank(c.attributes());
        // An extract may keep only every so many rows of a large bank.
        int step = c.attributes().path("row_step").asInt(1);
        float[] matrix = new MelBank(settings).matrix();
        int rows = Math.ceilDiv(settings.mels(), step);
        float[] kept = new float[rows * settings.bins()];
        for (int m = 0; m < rows; m++) {
            System.arraycopy(matrix, m * step * settings.bins(), kept, m * settings.bins(), settings.bins());
        }
        comparison.close("out/y", c.get("out/y"), TensorData.of(Shape.of(rows, settings.bins()), kept), TOLERANCE);
    }

    private static void magnitude(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        Stft stft = new Stft(stft(c.attributes()));
        float[] samples = samples(c, s);
        comparison.close("out/y", c.get("out/y"), TensorData.of(shape(stft, samples), stft.magnitude(samples)), TOLERANCE);
    }

    private static void complex(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        Stft stft = new Stft(stft(c.attributes()));
        float[] samples = samples(c, s);
        Stft.Complex spectrum = stft.complex(samples);
        comparison.close("out/real", c.get("out/real"), TensorData.of(shape(stft, samples), spectrum.re()), TOLERANCE);
        comparison.close("out/imag", c.get("out/imag"), TensorData.of(shape(stft, samples), spectrum.im()), TOLERANCE);
    }

    private static void powerToDb(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        float[] values = c.get("in/x").floats().clone();
        decibels(c.attributes()).apply(values);
        comparison.close("out/y", c.get("out/y"), TensorData.of(c.get("in/x").shape(), values), TOLERANCE);
    }

    private static void logMel(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (a.path("power").asDouble(2) != 2) {
            throw new IllegalArgumentException("log_mel: expected power 2, got " + a.path("power"));
        }
        LogMel logMel = new LogMel(new LogMel.Settings(stft(a), bank(a), decibels(a)));
        float[] samples = samples(c, s);
        Shape shape = Shape.of(logMel.mels(), logMel.frames(samples.length));
        comparison.near("out/y", c.get("out/y"), TensorData.of(shape, logMel.apply(samples)), DECIBELS);
    }

    private static void resample(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (a.path("lowpass_filter_width").asInt(6) != 6 || a.path("rolloff").asDouble(0.99) != 0.99) {
            throw new IllegalArgumentException("resample: expected lowpass_filter_width 6 and rolloff 0.99, got "
                    + a.path("lowpass_filter_width") + " and " + a.path("rolloff"));
        }
        Resampler resampler = Resampler.of(a.path("from").asInt(), a.path("to").asInt());
        comparison.close("out/y", c.get("out/y"), vector(resampler.apply(samples(c, s))), TOLERANCE);
    }

    /// The excerpt that {@code samples}, {@code offset} and {@code length} point at, else the input {@code x}.
    private static float[] samples(GoldenFile.Case c, Surroundings s) {
        JsonNode a = c.attributes();
        float[] all = (a.has("samples") ? s.tensor(a.path("samples").asString()) : c.get("in/x")).floats();
        int offset = a.path("offset").asInt(0);
        return Arrays.copyOfRange(all, offset, offset + a.path("length").asInt(all.length - offset));
    }

    private static Stft.Settings stft(JsonNode a) {
        int length = a.path("n_fft").asInt();
        Window window = switch (a.path("window").asString("hann")) {
            case "hann" -> Window.HANN;
            case "hamming" -> Window.HAMMING;
            case "blackman" -> Window.BLACKMAN;
            default -> throw new IllegalArgumentException("stft: expected window hann, hamming or blackman, got "
                    + a.path("window"));
        };
        Padding padding = switch (a.path("pad_mode").asString("constant")) {
            case "reflect" -> Padding.REFLECT;
            case "constant" -> Padding.ZERO;
            default ->
                throw new IllegalArgumentException("stft: expected pad_mode reflect or constant, got " + a.path("pad_mode"));
        };
        return new Stft.Settings(length, a.path("hop_length").asInt(), a.path("win_length").asInt(length), window,
                a.path("center").asBoolean(true), padding);
    }

    private static MelBank.Settings bank(JsonNode a) {
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

    private static Shape shape(Stft stft, float[] samples) {
        return Shape.of(stft.settings().bins(), stft.settings().frames(samples.length));
    }

    private static TensorData vector(float... values) {
        return TensorData.of(Shape.of(values.length), values);
    }
}
