package earshot.experiments.conform;

import earshot.audio.spectrum.InverseStft;
import earshot.audio.spectrum.Padding;
import earshot.audio.spectrum.Stft;
import earshot.audio.spectrum.Window;
import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.TensorData;
import tools.jackson.databind.JsonNode;

/// Windows, the short-time Fourier transform and the way back.
final class Spectra {
    private static final double TOLERANCE = 2e-6;
    private static final double WINDOW = 1e-7;

    private Spectra() {
    }

    static void window(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        int length = a.path("length").asInt();
        Window window = shape(a);
        double[] values = a.path("symmetric").asBoolean() ? window.symmetric(length) : window.periodic(length);
        comparison.near("out/y", c.get("out/y"), TensorData.of(Shape.of(length), values), WINDOW);
    }

    static void magnitude(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        Stft stft = new Stft(stft(c.attributes()));
        float[] samples = Audio.samples(c, s);
        comparison.close("out/y", c.get("out/y"), TensorData.of(size(stft, samples), stft.magnitude(samples)), TOLERANCE);
    }

    static void complex(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        Stft stft = new Stft(stft(c.attributes()));
        float[] samples = Audio.samples(c, s);
        Stft.Complex spectrum = stft.complex(samples);
        comparison.close("out/real", c.get("out/real"), TensorData.of(size(stft, samples), spectrum.re()), TOLERANCE);
        comparison.close("out/imag", c.get("out/imag"), TensorData.of(size(stft, samples), spectrum.im()), TOLERANCE);
    }

    static void inverse(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        Stft.Complex spectrum = new Stft.Complex(c.get("in/real").floats(), c.get("in/imag").floats());
        float[] signal = new InverseStft(stft(c.attributes())).apply(spectrum, c.attributes().path("length").asInt());
        comparison.close("out/y", c.get("out/y"), Audio.vector(signal), TOLERANCE);
    }

    static Stft.Settings stft(JsonNode a) {
        int length = a.path("n_fft").asInt();
        Padding padding = switch (a.path("pad_mode").asString("constant")) {
            case "reflect" -> Padding.REFLECT;
            case "constant" -> Padding.ZERO;
            default ->
                throw new IllegalArgumentException("stft: expected pad_mode reflect or constant, got " + a.path("pad_mode"));
        };
        return new Stft.Settings(length, a.path("hop_length").asInt(), a.path("win_length").asInt(length), shape(a),
                a.path("center").asBoolean(true), padding);
    }

    private static Window shape(JsonNode a) {
        return switch (a.path("window").asString("hann")) {
            case "hann" -> Window.HANN;
            case "hamming" -> Window.HAMMING;
            case "blackman" -> Window.BLACKMAN;
            case "kaiser" -> Window.kaiser(a.path("beta").asDouble());
            default -> throw new IllegalArgumentException("expected window hann, hamming, blackman or kaiser, got "
                    + a.path("window"));
        };
    }

    private static Shape size(Stft stft, float[] samples) {
        return Shape.of(stft.settings().bins(), stft.settings().frames(samples.length));
    }
}
