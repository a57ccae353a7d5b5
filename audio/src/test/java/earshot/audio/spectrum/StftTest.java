package earshot.audio.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;

class StftTest {

    private final GoldenAudio golden = GoldenAudio.golden();

    @TestFactory
    Stream<DynamicTest> magnitudeAgreesWithTheReference() {
        return golden.cases("stft_magnitude").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Stft stft = new Stft(settings(e.getValue()));
            float[] samples = golden.samples(e.getValue());
            assertArrayEquals(new int[]{stft.settings().bins(), stft.settings().frames(samples.length)},
                    golden.shape(e.getKey() + "/out/y"));
            Close.relative(e.getKey(), golden.floats(e.getKey() + "/out/y"), stft.magnitude(samples), 2e-6);
        }));
    }

    @TestFactory
    Stream<DynamicTest> complexAgreesWithTheReference() {
        return golden.cases("stft_complex").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Stft.Complex spectrum = new Stft(settings(e.getValue())).complex(golden.samples(e.getValue()));
            Close.relative(e.getKey() + " real", golden.floats(e.getKey() + "/out/real"), spectrum.re(), 2e-6);
            Close.relative(e.getKey() + " imaginary", golden.floats(e.getKey() + "/out/imag"), spectrum.im(), 2e-6);
        }));
    }

    private static Stft.Settings settings(JsonNode attributes) {
        assertEquals("hann", attributes.get("window").asString());
        boolean zero = attributes.has("pad_mode") && attributes.get("pad_mode").asString().equals("constant");
        return new Stft.Settings(attributes.get("n_fft").asInt(), attributes.get("hop_length").asInt(),
                attributes.get("win_length").asInt(), Window.HANN, attributes.get("center").asBoolean(),
                zero ? Padding.ZERO : Padding.REFLECT);
    }

    @TestFactory
    Stream<DynamicTest> windowsAgreeWithScipy() {
        return GoldenAudio.own().cases("window").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode attributes = e.getValue();
            Window window = switch (attributes.get("window").asString()) {
                case "hann" -> Window.HANN;
                case "hamming" -> Window.HAMMING;
                case "blackman" -> Window.BLACKMAN;
                default -> Window.kaiser(attributes.get("beta").asDouble());
            };
            int length = attributes.get("length").asInt();
            double[] values = attributes.get("symmetric").asBoolean() ? window.symmetric(length) : window.periodic(length);
            float[] rounded = new float[length];
            for (int i = 0; i < length; i++) {
                rounded[i] = (float) values[i];
            }
            Close.absolute(e.getKey(), GoldenAudio.own().floats(e.getKey() + "/out/y"), rounded, 1e-7);
        }));
    }

    /// Centring is the same as padding the signal by hand and not centring, for signals of any length, far shorter than a frame too.
    @Property(tries = 200)
    void centringIsPadding(@ForAll @IntRange(min = 1, max = 90) int samples, @ForAll @IntRange(min = 1, max = 70) int fft,
            @ForAll @IntRange(min = 1, max = 80) int hop, @ForAll Padding padding, @ForAll long seed) {
        float[] x = noise(samples, seed);
        int pad = fft / 2;
        float[] padded = new float[samples + 2 * pad];
        for (int i = 0; i < padded.length; i++) {
            int at = i - pad;
            if (padding == Padding.REFLECT) {
                // Walk to and fro one step at a time.
                int step = at < 0 ? -1 : 1;
                int position = 0;
                for (int walked = 0; walked < Math.abs(at) && samples > 1; walked++) {
                    if (position + step < 0 || position + step >= samples) {
                        step = -step;
                    }
                    position += step;
                }
                padded[i] = x[position];
            } else {
                padded[i] = at >= 0 && at < samples ? x[at] : 0;
            }
        }
        Stft.Complex centred = new Stft(new Stft.Settings(fft, hop, fft, Window.HAMMING, true, padding)).complex(x);
        Stft.Complex byHand = new Stft(new Stft.Settings(fft, hop, fft, Window.HAMMING, false, padding)).complex(padded);
        assertArrayEquals(byHand.re(), centred.re());
        assertArrayEquals(byHand.im(), centred.im());
    }

    /// Frames that are computed together are those that are computed alone.
    @Property(tries = 60)
    void manyFramesAtOnceAreTheSame(@ForAll @IntRange(min = 7, max = 15) int exponent,
            @ForAll @IntRange(min = 1, max = 9000) int samples,
            @ForAll @IntRange(min = 20, max = 5000) int hop, @ForAll boolean centred, @ForAll Padding padding,
            @ForAll long seed) {
        int fft = 1 << exponent;
        Stft stft = new Stft(new Stft.Settings(fft, hop, fft * 3 / 4, Window.HANN, centred, padding));
        float[] x = noise(centred ? samples : samples + fft, seed);
        int frames = stft.settings().frames(x.length);
        double[] expected = new double[stft.settings().bins() * frames];
        stft.forEachFrame(x, (t, re, im) -> {
            for (int k = 0; k < re.length; k++) {
                expected[k * frames + t] = re[k] * re[k] + im[k] * im[k];
            }
        });
        float[] together = stft.power(x);
        double largest = Arrays.stream(expected).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], together[i], 1e-7 * expected[i] + 1e-15 * largest);
        }
    }

    /// Where in the signal a frame stands changes no bit of it.
    @Property(tries = 60)
    void framesDoNotDependOnTheirPlace(@ForAll @IntRange(min = 7, max = 12) int exponent,
            @ForAll @IntRange(min = 1, max = 40) int frames,
            @ForAll @IntRange(min = 20, max = 700) int hop, @ForAll @IntRange(min = 0, max = 39) int skipped, @ForAll long seed) {
        int fft = 1 << exponent;
        Stft stft = new Stft(new Stft.Settings(fft, hop, fft, Window.HANN, false, Padding.ZERO));
        float[] x = noise(fft + (frames - 1) * hop, seed);
        int first = skipped % frames;
        int left = frames - first;
        float[] all = stft.power(x);
        float[] rest = stft.power(Arrays.copyOfRange(x, first * hop, x.length));
        for (int k = 0; k < stft.settings().bins(); k++) {
            assertArrayEquals(Arrays.copyOfRange(all, k * frames + first, (k + 1) * frames),
                    Arrays.copyOfRange(rest, k * left, (k + 1) * left));
        }
    }

    @Test
    void powerIsTheSquareOfMagnitude() {
        Stft stft = new Stft(Stft.Settings.centred(64, 16));
        float[] x = noise(500, 1);
        float[] power = stft.power(x);
        float[] magnitude = stft.magnitude(x);
        for (int i = 0; i < power.length; i++) {
            assertEquals(power[i], magnitude[i] * magnitude[i], 1e-6 * power[i]);
        }
    }

    @Test
    void windowsHaveTheirSymmetry() {
        for (Window window : List.of(Window.HANN, Window.HAMMING, Window.BLACKMAN, Window.POVEY, Window.RECTANGULAR,
                Window.kaiser(6))) {
            double[] symmetric = window.symmetric(9);
            double[] periodic = window.periodic(8);
            for (int i = 0; i < 8; i++) {
                assertEquals(symmetric[i], symmetric[8 - i], 1e-15);
                assertEquals(symmetric[i], periodic[i], 1e-15);
            }
            assertEquals(1, symmetric[4], 1e-15);
            assertArrayEquals(new double[]{1}, window.periodic(1));
        }
        assertArrayEquals(new double[]{0, 0.5, 1, 0.5}, Window.HANN.periodic(4), 1e-15);
    }

    @Test
    void shortSignalsAndWrongSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Stft.Settings.centred(512, 0));
        assertThrows(IllegalArgumentException.class, () -> new Stft.Settings(8, 4, 9, Window.HANN, true, Padding.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Stft.Settings.centred(512, 160).frames(0));
        Stft.Settings open = new Stft.Settings(8, 4, 8, Window.HANN, false, Padding.ZERO);
        assertThrows(IllegalArgumentException.class, () -> open.frames(7));
        assertEquals(1, open.frames(11));
        assertEquals(2, open.frames(12));
    }

    private static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = 2 * random.nextFloat() - 1;
        }
        return x;
    }
}
