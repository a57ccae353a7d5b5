package earshot.audio.spectrum;

/// Window functions. Every call returns a new array; a window of one sample is 1, whatever its shape.
public sealed interface Window permits Window.Fixed, Window.Kaiser {

    /// `0.5 - 0.5 cos(2 pi i / m)`; zero at the ends.
    Window HANN = Fixed.HANN;
    /// `0.54 - 0.46 cos(2 pi i / m)`.
    Window HAMMING = Fixed.HAMMING;
    /// `0.42 - 0.5 cos(2 pi i / m) + 0.08 cos(4 pi i / m)`.
    Window BLACKMAN = Fixed.BLACKMAN;
    /// Kaldi's, Hann to the power of 0.85: nearly Hamming, but zero at the ends.
    Window POVEY = Fixed.POVEY;
    /// All ones.
    Window RECTANGULAR = Fixed.RECTANGULAR;

    /// `I0(beta sqrt(1 - (2 i / m - 1)^2)) / I0(beta)`, I0 the modified Bessel function of order 0.
    ///
    /// @param beta at least 0; the larger, the lower the side lobes and the wider the main one
    static Window kaiser(double beta) {
        return new Kaiser(beta);
    }

    /// The value at `x`, 0 at the start and 1 at the end of the window.
    double at(double x);

    /// The window for spectra: one period of a periodic function, `m = length`. librosa's and torch's default.
    default double[] periodic(int length) {
        return sample(length, length);
    }

    /// The window for filters: the last value mirrors the first, `m = length - 1`.
    default double[] symmetric(int length) {
        return sample(length, length - 1);
    }

    private double[] sample(int length, int period) {
        if (length < 1) {
            throw new IllegalArgumentException("window: expected a length of at least 1, got " + length);
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = length == 1 ? 1 : at((double) i / period);
        }
        return values;
    }

    /// The windows without a parameter.
    enum Fixed implements Window {
        HANN, HAMMING, BLACKMAN, POVEY, RECTANGULAR;

        @Override
        public double at(double x) {
            double angle = 2 * Math.PI * x;
            return switch (this) {
                case HANN -> 0.5 - 0.5 * Math.cos(angle);
                case HAMMING -> 0.54 - 0.46 * Math.cos(angle);
                case BLACKMAN -> 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
                case POVEY -> Math.pow(0.5 - 0.5 * Math.cos(angle), 0.85);
                case RECTANGULAR -> 1;
            };
        }
    }

    /// Kaiser's window; see [Window#kaiser].
    record Kaiser(double beta) implements Window {

        public Kaiser {
            if (!(beta >= 0 && beta <= 500)) {
                throw new IllegalArgumentException("Kaiser window: expected beta of 0 to 500, got " + beta);
            }
        }

        @Override
        public double at(double x) {
            double from = 2 * x - 1;
            return bessel(beta * Math.sqrt(Math.max(0, 1 - from * from))) / bessel(beta);
        }

        /// I0 as its power series `sum ((x/2)^k / k!)^2`, whose terms are all positive: nothing cancels.
        private static double bessel(double x) {
            double term = 1;
            double sum = 1;
            for (int k = 1; term > 1e-17 * sum; k++) {
                term *= x / (2 * k) * (x / (2 * k));
                sum += term;
            }
            return sum;
        }
    }
}
