package earshot.audio.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;

class InverseStftTest {

    @TestFactory
    Stream<DynamicTest> librosaAgrees() {
        GoldenAudio own = GoldenAudio.own();
        return own.cases("istft").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode a = e.getValue();
            Stft.Settings settings = new Stft.Settings(a.get("n_fft").asInt(), a.get("hop_length").asInt(),
                    a.get("win_length").asInt(), Window.HANN, a.get("center").asBoolean(), Padding.ZERO);
            Stft.Complex spectrum = new Stft.Complex(own.floats(e.getKey() + "/in/real"), own.floats(e.getKey() + "/in/imag"));
            float[] signal = new InverseStft(settings).apply(spectrum, a.get("length").asInt());
            Close.relative(e.getKey(), own.floats(e.getKey() + "/out/y"), signal, 2e-6);
        }));
    }

    @Provide
    Arbitrary<Window> windows() {
        return Arbitraries.of(Window.HANN, Window.HAMMING, Window.BLACKMAN, Window.POVEY, Window.RECTANGULAR, Window.kaiser(8));
    }

    /// Where the squared windows add up to something, the signal comes back.
    @Property(tries = 300)
    void theSignalComesBack(@ForAll @IntRange(min = 4, max = 300) int fft,
            @ForAll @DoubleRange(min = 0.02, max = 0.5) double hopPart,
            @ForAll @DoubleRange(min = 0.5, max = 1) double windowPart, @ForAll("windows") Window window, @ForAll boolean centred,
            @ForAll Padding padding, @ForAll @IntRange(max = 900) int more, @ForAll long seed) {
        int windowLength = Math.max(2, (int) (windowPart * fft));
        int hop = Math.max(1, (int) (hopPart * windowLength));
        Stft.Settings settings = new Stft.Settings(fft, hop, windowLength, window, centred, padding);
        float[] x = noise(fft + more, seed);
        float[] y = new InverseStft(settings).apply(new Stft(settings).complex(x), x.length);
        double[] cover = cover(settings, x.length);
        for (int i = 0; i < x.length; i++) {
            if (cover[i] > 0.1) {
                assertEquals(x[i], y[i], 1e-6, "sample " + i + " of " + settings);
            }
        }
    }

    private static double[] cover(Stft.Settings settings, int samples) {
        double[] window = settings.paddedWindow();
        double[] sum = new double[samples];
        int lead = settings.centred() ? settings.fftLength() / 2 : 0;
        for (int t = 0; t < settings.frames(samples); t++) {
            for (int i = 0; i < window.length; i++) {
                int at = t * settings.hop() - lead + i;
                if (at >= 0 && at < samples) {
                    sum[at] += window[i] * window[i];
                }
            }
        }
        return sum;
    }

    @Property(tries = 200)
    void everyTransformHasItsInverse(@ForAll @IntRange(min = 1, max = 700) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double[] x = random.doubles(n, -1, 1).toArray();
        Fft fft = Fft.real(n);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        double[] back = new double[n];
        Fft.Work work = fft.work();
        fft.transform(x, re, im, work);
        fft.inverse(re, im, back, work);
        Close.absolute("inverse FFT of " + n, x, back, 1e-13);
    }

    @Test
    void halfFramesAreRefused() {
        InverseStft inverse = new InverseStft(Stft.Settings.centred(8, 2));
        assertThrows(IllegalArgumentException.class, () -> inverse.apply(new Stft.Complex(new float[6], new float[6]), 4));
        assertThrows(IllegalArgumentException.class, () -> inverse.apply(new Stft.Complex(new float[5], new float[5]), -1));
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
