package earshot.audio.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.junit.jupiter.api.Test;

import earshot.audio.golden.Close;

class FftTest {

    /// Of the largest value; the oracles round too.
    private static final double TOLERANCE = 1e-12;

    @Test
    void everyLengthUpTo300AgreesWithTheDirectSum() {
        for (int n = 1; n <= 300; n++) {
            agreesWithTheDirectSum(n, n);
        }
    }

    @Property(tries = 40)
    void longerLengthsAgreeWithTheDirectSum(@ForAll("lengths") int length, @ForAll long seed) {
        agreesWithTheDirectSum(length, seed);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(Arbitraries.of(400, 441, 509, 511, 512, 513, 800, 997, 1009, 1023, 1024, 1025, 2047, 2048, 2049),
                Arbitraries.integers().between(301, 1500));
    }

    @Property(tries = 30)
    void powersOfTwoAgreeWithCommonsMath(@ForAll @IntRange(max = 14) int exponent, @ForAll long seed) {
        int n = 1 << exponent;
        double[] x = noise(n, seed);
        Complex[] expected = new FastFourierTransformer(DftNormalization.STANDARD).transform(x, TransformType.FORWARD);
        double[] re = new double[n / 2 + 1];
        double[] im = new double[n / 2 + 1];
        for (int k = 0; k < re.length; k++) {
            re[k] = expected[k].getReal();
            im[k] = expected[k].getImaginary();
        }
        compare(n, x, re, im, TOLERANCE);
    }

    @Property(tries = 100)
    void energyIsKept(@ForAll @IntRange(min = 1, max = 3000) int n, @ForAll long seed) {
        double[] x = noise(n, seed);
        Fft fft = Fft.real(n);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        fft.transform(x, re, im, fft.work());
        double expected = 0;
        for (double v : x) {
            expected += v * v;
        }
        double energy = 0;
        for (int k = 0; k < re.length; k++) {
            boolean unpaired = k == 0 || 2 * k == n;
            energy += (re[k] * re[k] + im[k] * im[k]) * (unpaired ? 1 : 2);
        }
        assertEquals(expected, energy / n, 1e-12 * expected);
    }

    /// The transform of a sum is the sum of the transforms.
    @Property(tries = 100)
    void isLinear(@ForAll @IntRange(min = 1, max = 1200) int n, @ForAll @DoubleRange(min = -3, max = 3) double a,
            @ForAll @DoubleRange(min = -3, max = 3) double b, @ForAll long seed) {
        Fft fft = Fft.real(n);
        double[][] x = {noise(n, seed), noise(n, seed + 1), new double[n]};
        for (int i = 0; i < n; i++) {
            x[2][i] = a * x[0][i] + b * x[1][i];
        }
        double[][] re = new double[3][fft.bins()];
        double[][] im = new double[3][fft.bins()];
        for (int s = 0; s < 3; s++) {
            fft.transform(x[s], re[s], im[s], fft.work());
        }
        for (int k = 0; k < fft.bins(); k++) {
            assertEquals(a * re[0][k] + b * re[1][k], re[2][k], 1e-12 * n, "real part " + k);
            assertEquals(a * im[0][k] + b * im[1][k], im[2][k], 1e-12 * n, "imaginary part " + k);
        }
    }

    @Test
    void wrongArraysAreRefused() {
        Fft fft = Fft.real(16);
        assertThrows(IllegalArgumentException.class,
                () -> fft.transform(new double[15], new double[9], new double[9], fft.work()));
        assertThrows(IllegalArgumentException.class,
                () -> fft.transform(new double[16], new double[8], new double[9], fft.work()));
        Fft.Work foreign = Fft.real(16).work();
        assertThrows(IllegalArgumentException.class, () -> fft.transform(new double[16], new double[9], new double[9], foreign));
        assertThrows(IllegalArgumentException.class, () -> Fft.real(0));
    }

    private static void agreesWithTheDirectSum(int n, long seed) {
        double[] x = noise(n, seed);
        double[] re = new double[n / 2 + 1];
        double[] im = new double[n / 2 + 1];
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int i = 0; i < n; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = Math.sin(2 * Math.PI * i / n);
        }
        for (int k = 0; k < re.length; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int j = 0; j < n; j++) {
                int turn = (int) ((long) j * k % n);
                sumRe += x[j] * cos[turn];
                sumIm -= x[j] * sin[turn];
            }
            re[k] = sumRe;
            im[k] = sumIm;
        }
        compare(n, x, re, im, TOLERANCE);
    }

    /// The error of one part is measured against the larger of the two: a real input may have next to no imaginary part.
    private static void compare(int n, double[] x, double[] expectedRe, double[] expectedIm, double tolerance) {
        Fft fft = Fft.real(n);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        fft.transform(x, re, im, fft.work());
        double largest = 0;
        for (int k = 0; k < re.length; k++) {
            largest = Math.max(largest, Math.max(Math.abs(expectedRe[k]), Math.abs(expectedIm[k])));
        }
        Close.absolute("FFT of " + n + ", real part", expectedRe, re, tolerance * largest);
        Close.absolute("FFT of " + n + ", imaginary part", expectedIm, im, tolerance * largest);
    }

    private static double[] noise(int length, long seed) {
        Random random = new Random(seed);
        double[] x = new double[length];
        for (int i = 0; i < length; i++) {
            x[i] = 2 * random.nextDouble() - 1;
        }
        return x;
    }
}
