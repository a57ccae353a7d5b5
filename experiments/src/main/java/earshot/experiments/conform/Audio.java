package earshot.experiments.conform;

import static java.util.Map.entry;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.augment.TimeStretch;
import earshot.audio.resample.Kernel;
import earshot.audio.resample.Resampler;
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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The family {@code audio}: decoding and changes of rate or speed here, what comes of samples in [Spectra], [Mels] and [Kaldi]. Nothing of
/// it runs on a device.
final class Audio {
    private static final double TOLERANCE = 2e-6;
    private static final double DECODED = 1e-5;
    private static final double STRETCHED = 2e-5;
    /// Of the signal, −45 dB: soxr's filter is another one, which differs where the lower rate ends. Recordings have little there.
    private static final double OTHER_FILTER = Math.pow(10, -45 / 20.0);
    /// Samples at either end that the filters see in part.
    private static final int EDGE = 200;
    /// Names a data set that has the recordings, which belong to nobody's reference numbers.
    private static final String RECORDINGS = "EARSHOT_ESC10";

    private Audio() {
    }

    static Family family() {
        return new GoldenFamily("audio", Map.ofEntries(
                entry("decode", Audio::decode),
                entry("resample_sinc_hann", Audio::resample),
                entry("resample_soxr_hq", Audio::resampleFinely),
                entry("time_stretch", Audio::stretch),
                entry("window", Spectra::window),
                entry("stft_magnitude", Spectra::magnitude),
                entry("stft_complex", Spectra::complex),
                entry("istft", Spectra::inverse),
                entry("mel_filterbank", Mels::bank),
                entry("power_to_db", Mels::powerToDb),
                entry("log_mel", Mels::logMel),
                entry("mfcc", Mels::mfcc),
                entry("pcen", Mels::pcen),
                entry("deltas", Mels::deltas),
                entry("kaldi_fbank", Kaldi::fbank),
                entry("kaldi_mel_bank", Kaldi::bank)));
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

    private static void resample(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (a.path("lowpass_filter_width").asInt(6) != 6 || a.path("rolloff").asDouble(0.99) != 0.99) {
            throw new IllegalArgumentException("resample: expected lowpass_filter_width 6 and rolloff 0.99, got "
                    + a.path("lowpass_filter_width") + " and " + a.path("rolloff"));
        }
        Resampler resampler = Resampler.of(a.path("from").asInt(), a.path("to").asInt());
        comparison.close("out/y", c.get("out/y"), vector(resampler.apply(samples(c, s))), TOLERANCE);
    }

    /// Not sample by sample: the root mean square of the difference is a small part of the signal's.
    private static void resampleFinely(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        float[] expected = c.get("out/y").floats();
        float[] got = Resampler.of(a.path("from").asInt(), a.path("to").asInt(), Kernel.KAISER).apply(samples(c, s));
        // Two ways of rounding a length.
        if (Math.abs(expected.length - got.length) > 1 || expected.length <= 2 * EDGE) {
            comparison.fail("out/y: expected " + got.length + " samples or one more or less, and more than " + 2 * EDGE + ", got "
                    + expected.length + " from the reference");
            return;
        }
        double error = 0;
        double power = 0;
        for (int i = EDGE; i < Math.min(expected.length, got.length) - EDGE; i++) {
            error += Math.pow(expected[i] - got[i], 2);
            power += Math.pow(expected[i], 2);
        }
        comparison.near("out/y", 0, Math.sqrt(error / Math.max(power, Double.MIN_NORMAL)), OTHER_FILTER);
    }

    private static void stretch(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        float[] stretched = TimeStretch.stretched(samples(c, s), c.attributes().path("speed").asDouble());
        comparison.close("out/y", c.get("out/y"), vector(stretched), STRETCHED);
    }

    /// The excerpt that {@code samples}, {@code offset} and {@code length} point at, else the input {@code x}.
    static float[] samples(GoldenFile.Case c, Surroundings s) {
        JsonNode a = c.attributes();
        float[] all = (a.has("samples") ? s.tensor(a.path("samples").asString()) : c.get("in/x")).floats();
        int offset = a.path("offset").asInt(0);
        return Arrays.copyOfRange(all, offset, offset + a.path("length").asInt(all.length - offset));
    }

    static TensorData vector(float... values) {
        return TensorData.of(Shape.of(values.length), values);
    }
}
