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
    private final RealJoin join;

    /// Working space of one thread for one [Fft].
    public static final class Work {

        private final Fft owner;
        private final double[] re;
        private final double[] im;
        private final ComplexFft.Work inner;

        private Work(Fft owner, int complexLength) {
            this.owner = owner;
            this.re = new double[complexLength];
            this.im = new double[complexLength];
            this.inner = owner.complex.work();
        }
    }

    private Fft(int length) {
        this.length = length;
        boolean even = length % 2 == 0;
        this.complex = ComplexFft.of(even ? length / 2 : length);
        this.join = new RealJoin(length);
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
        return new Work(this, length % 2 == 0 ? length / 2 : length);
    }

    /// Transforms `samples[0, length)` into `re[0, bins)` and `im[0, bins)`, none of which may be the same array.
    ///
    /// @throws IllegalArgumentException if an array is too short or the working space is another transform's
    public void transform(double[] samples, double[] re, double[] im, Work work) {
        check(samples, re, im, work);
        if (length % 2 == 0) {
            even(samples, re, im, work);
        } else {
            odd(samples, re, im, work);
        }
    }

    private void check(double[] samples, double[] re, double[] im, Work work) {
        if (samples.length < length || re.length < bins() || im.length < bins() || work.owner != this) {
            throw new IllegalArgumentException("FFT of " + length + ": expected that many samples, " + bins()
                    + " values and its own working space, got " + samples.length + " samples, " + re.length + " and " + im.length
                    + " values and " + (work.owner == this ? "its own" : "another's") + " working space");
        }
    }

    /// The way back: `samples[0, length)` from `re[0, bins)` and `im[0, bins)`, so that `inverse(transform(x)) = x`. The imaginary parts of
    /// bin 0 and, for even lengths, of the last bin belong to no real signal and are not looked at.
    ///
    /// @throws IllegalArgumentException as [#transform]
    public void inverse(double[] re, double[] im, double[] samples, Work work) {
        check(samples, re, im, work);
        if (length % 2 == 0) {
            inverseEven(re, im, samples, work);
        } else {
            inverseOdd(re, im, samples, work);
        }
    }

    private void inverseOdd(double[] re, double[] im, double[] samples, Work work) {
        work.re[0] = re[0];
        work.im[0] = 0;
        for (int k = 1; k < bins(); k++) {
            work.re[k] = re[k];
            work.im[k] = im[k];
            work.re[length - k] = re[k];
            work.im[length - k] = -im[k];
        }
        // Real and imaginary parts swapped before and after make the inverse out of the transform.
        complex.transform(work.im, work.re, work.inner);
        for (int j = 0; j < length; j++) {
            samples[j] = work.re[j] / length;
        }
    }

    private void inverseEven(double[] re, double[] im, double[] samples, Work work) {
        int half = length / 2;
        join.split(re, im, work.re, work.im);
        complex.transform(work.im, work.re, work.inner);
        for (int j = 0; j < half; j++) {
            samples[2 * j] = work.re[j] / half;
            samples[2 * j + 1] = work.im[j] / half;
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
        join.join(zr, zi, re, im);
    }
}
