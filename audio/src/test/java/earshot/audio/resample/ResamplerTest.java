package earshot.audio.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;

class ResamplerTest {

    @TestFactory
    Stream<DynamicTest> torchaudioAgrees() {
        GoldenAudio golden = GoldenAudio.golden();
        return golden.cases("resample_sinc_hann").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Resampler resampler = Resampler.of(e.getValue().get("from").asInt(), e.getValue().get("to").asInt());
            Close.relative(e.getKey(), golden.floats(e.getKey() + "/out/y"), resampler.apply(golden.samples(e.getValue())), 2e-6);
        }));
    }

    /// However a signal is cut into blocks, the same bits come out.
    @Property(tries = 200)
    void blocksAreTheWhole(@ForAll @IntRange(min = 1, max = 60) int from, @ForAll @IntRange(min = 1, max = 60) int to,
            @ForAll Kernel kernel, @ForAll @IntRange(max = 3000) int samples, @ForAll long seed) {
        Random random = new Random(seed);
        float[] x = noise(samples, seed);
        Resampler resampler = Resampler.of(from, to, kernel);
        ResamplerStream stream = resampler.stream();
        float[] whole = resampler.apply(x);
        float[] pieces = new float[whole.length];
        int made = 0;
        for (int at = 0; at < samples;) {
            int count = Math.min(samples - at, random.nextInt(1 << random.nextInt(11)));
            float[] fresh = stream.write(Arrays.copyOfRange(x, at, at + count));
            System.arraycopy(fresh, 0, pieces, made, fresh.length);
            made += fresh.length;
            at += count;
        }
        float[] rest = stream.finish();
        System.arraycopy(rest, 0, pieces, made, rest.length);
        assertEquals(whole.length, made + rest.length);
        assertArrayEquals(whole, pieces);
    }

    /// The formula in the Javadoc, summed over all samples.
    @Property(tries = 150)
    void agreesWithTheFormula(@ForAll @IntRange(min = 1, max = 60) int from, @ForAll @IntRange(min = 1, max = 60) int to,
            @ForAll @IntRange(max = 300) int samples, @ForAll long seed) {
        Assume.that(from != to);
        float[] x = noise(samples, seed);
        float[] y = Resampler.of(from, to).apply(x);
        assertEquals((int) Math.ceil((double) samples * to / from), y.length);
        double f = 0.99 * Math.min(from, to);
        float[] expected = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int j = 0; j < samples; j++) {
                double t = f * ((double) i / to - (double) j / from);
                if (Math.abs(t) < 6) {
                    double sinc = t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
                    sum += x[j] * sinc * Math.pow(Math.cos(t * Math.PI / 12), 2) * f / from;
                }
            }
            expected[i] = (float) sum;
        }
        Close.absolute(from + " to " + to, expected, y, 3e-6);
    }

    /// The Hann-windowed sinc of width 6 ripples by less than 1% where it should be flat.
    @Property(tries = 100)
    void aSineKeepsItsPitchAndHeight(@ForAll @IntRange(min = 4000, max = 96000) int from,
            @ForAll @IntRange(min = 4000, max = 96000) int to, @ForAll @DoubleRange(min = 0, max = 0.3) double pitch) {
        double hertz = pitch * Math.min(from, to);
        float[] x = new float[1500];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(2 * Math.PI * hertz * i / from);
        }
        float[] y = Resampler.of(from, to).apply(x);
        int edge = (int) (12.0 * Math.max(from, to) / from) + 12;
        for (int i = edge; i < y.length - edge; i++) {
            assertEquals(Math.cos(2 * Math.PI * hertz * i / to), y[i], 0.01, "sample " + i);
        }
    }

    /// Beyond half the lower rate nothing may pass as an alias.
    @Property(tries = 50)
    void whatTheLowerRateCannotHoldIsRemoved(@ForAll @DoubleRange(min = 0.65, max = 1) double pitch) {
        float[] x = new float[4000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(2 * Math.PI * pitch * 22050 * i / 44100);
        }
        float[] y = Resampler.of(44100, 22050).apply(x);
        for (int i = 20; i < y.length - 20; i++) {
            assertEquals(0, y[i], 0.01, "sample " + i);
        }
    }

    @Test
    void ratesWithoutACommonDivisorNeedNoGiantTable() {
        float[] x = new float[6000];
        Arrays.fill(x, 1);
        float[] y = Resampler.of(9_999_991, 8_000_009).apply(x);
        assertEquals(4801, y.length);
        assertEquals(1, y[2000], 0.01);
    }

    @Test
    void equalRatesChangeNothingAndWrongOnesAreRefused() {
        float[] x = {1, 2, 3};
        assertSame(x, Resampler.of(8000, 8000).apply(x));
        assertArrayEquals(new float[0], Resampler.of(8000, 16000).apply(new float[0]));
        assertThrows(IllegalArgumentException.class, () -> Resampler.of(0, 16000));
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
