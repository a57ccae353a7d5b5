package earshot.audio.spectrum;

import java.util.Arrays;

/// The discrete Fourier transform of real signals of one length: `X[k] = sum_j x[j] e^(-2 pi i j k / n)` for `k = 0 .. n/2`; the other
/// half mirrors this one. Powers of two are fast, other lengths go through Bluestein's algorithm.
///
/// An even length is transformed as a complex signal of half of it, even samples as real and odd ones as imaginary parts.
///
/// In double precision: recordings have a range of 120 dB and more inside one frame, and in single precision the rounding of the loud
/// bins drowns the faint ones by tenths of a decibel.
///
/// Immutable, safe for use from many threads at once; each thread brings its own [Work].
public final class Fft {

    private final int length;
    private final ComplexFft complex;
    /// cos and -sin of `2 pi k / n`, for joining the transforms of even and odd samples.
    private final double[] joinRe;
    private final double[] joinIm;

    /// Working space of one thread for one [Fft].
    public static final class Work {

        private final Fft owner;
        private final double[] re;
        private final double[] im;
        private final double[] inner;

        private Work(Fft owner, int complexLength, int innerLength) {
            this.owner = owner;
            this.re = new double[complexLength];
            this.im = new double[complexLength];
            this.inner = new double[innerLength];
        }
    }

    private Fft(int length) {
        this.length = length;
        boolean even = length % 2 == 0;
        this.complex = ComplexFft.of(even ? length / 2 : length);
        joinRe = new double[even ? length / 2 + 1 : 0];
        joinIm = new double[joinRe.length];
        for (int k = 0; k < joinRe.length; k++) {
            joinRe[k] = Math.cos(-2 * Math.PI * k / length);
            joinIm[k] = Math.sin(-2 * Math.PI * k / length);
        }
    }

    /// A transform of `length` samples.
    ///
    /// @throws IllegalArgumentException if the length is below 1
    public static Fft real(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("FFT: expected a length of at least 1, got " + length);
        }
        return new Fft(length);
    }

    /// Samples per transform.
    public int length() {
        return length;
    }

    /// Values per transform: `length / 2 + 1`.
    public int bins() {
        return length / 2 + 1;
    }

    /// Working space for one thread.
    public Work work() {
        return new Work(this, length % 2 == 0 ? length / 2 : length, complex.workLength());
    }

    /// Transforms `samples[0, length)` into `re[0, bins)` and `im[0, bins)`, none of which may be the same array.
    ///
    /// @throws IllegalArgumentException if an array is too short or the working space is another transform's
    public void transform(double[] samples, double[] re, double[] im, Work work) {
        if (samples.length < length || re.length < bins() || im.length < bins() || work.owner != this) {
            throw new IllegalArgumentException("FFT of " + length + ": expected that many samples, " + bins()
                    + " values and its own working space, got " + samples.length + " samples, " + re.length + " and " + im.length
                    + " values and " + (work.owner == this ? "its own" : "another's") + " working space");
        }
        if (length % 2 == 0) {
            even(samples, re, im, work);
        } else {
            odd(samples, re, im, work);
        }
    }

    private void odd(double[] samples, double[] re, double[] im, Work work) {
        System.arraycopy(samples, 0, work.re, 0, length);
        Arrays.fill(work.im, 0);
        complex.transform(work.re, work.im, work.inner);
        System.arraycopy(work.re, 0, re, 0, bins());
        System.arraycopy(work.im, 0, im, 0, bins());
    }

    private void even(double[] samples, double[] re, double[] im, Work work) {
        int half = length / 2;
        double[] zr = work.re;
        double[] zi = work.im;
        for (int j = 0; j < half; j++) {
            zr[j] = samples[2 * j];
            zi[j] = samples[2 * j + 1];
        }
        complex.transform(zr, zi, work.inner);
        re[0] = zr[0] + zi[0];
        im[0] = 0;
        re[half] = zr[0] - zi[0];
        im[half] = 0;
        // Even part E = (Z[k] + conj Z[h-k]) / 2, odd part O = (Z[k] - conj Z[h-k]) / 2i; X[k] = E + w^k O, X[h-k] = conj(E - w^k O).
        for (int k = 1; k <= half / 2; k++) {
            int m = half - k;
            double evenRe = 0.5 * (zr[k] + zr[m]);
            double evenIm = 0.5 * (zi[k] - zi[m]);
            double oddRe = 0.5 * (zi[k] + zi[m]);
            double oddIm = 0.5 * (zr[m] - zr[k]);
            double turnedRe = joinRe[k] * oddRe - joinIm[k] * oddIm;
            double turnedIm = joinRe[k] * oddIm + joinIm[k] * oddRe;
            re[k] = evenRe + turnedRe;
            im[k] = evenIm + turnedIm;
            re[m] = evenRe - turnedRe;
            im[m] = turnedIm - evenIm;
        }
    }
}
