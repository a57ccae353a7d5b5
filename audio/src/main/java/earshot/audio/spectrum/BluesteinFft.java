package earshot.audio.spectrum;

/// Transforms of any length as a convolution with a chirp: `j k = (j^2 + k^2 - (k - j)^2) / 2`, so that
/// `X[k] = c[k] sum_j (x[j] c[j]) conj(c[k - j])` with `c[j] = e^(-pi i j^2 / n)`. The convolution runs through transforms of the next
/// power of two that holds `2 n - 1`. Source: Bluestein, *A linear filtering approach to the computation of discrete Fourier
/// transform*, 1970.
final class BluesteinFft implements ComplexFft {

    private final int length;
    private final int padded;
    private final PowerOfTwoFft inner;
    private final double[] chirpRe;
    private final double[] chirpIm;
    /// Transform of the conjugate chirp, scaled by 1/padded for the way back.
    private final double[] filterRe;
    private final double[] filterIm;

    BluesteinFft(int length) {
        if (length > 1 << 28) {
            throw new IllegalArgumentException("FFT: expected a length of at most 2^28 unless a power of two, got " + length);
        }
        this.length = length;
        this.padded = Integer.highestOneBit(2 * length - 1) * 2;
        this.inner = new PowerOfTwoFft(padded);
        chirpRe = new double[length];
        chirpIm = new double[length];
        filterRe = new double[padded];
        filterIm = new double[padded];
        for (int j = 0; j < length; j++) {
            // The angle repeats every 2 n; reducing the square first keeps its digits.
            double angle = -Math.PI * ((long) j * j % (2L * length)) / length;
            chirpRe[j] = Math.cos(angle);
            chirpIm[j] = Math.sin(angle);
            int mirror = (padded - j) % padded;
            filterRe[j] = filterRe[mirror] = (Math.cos(angle) / padded);
            filterIm[j] = filterIm[mirror] = (-Math.sin(angle) / padded);
        }
        inner.transform(filterRe, filterIm, new double[inner.workLength()]);
    }

    @Override
    public int workLength() {
        return 0;
    }

    /// Allocates its own working space: odd lengths are for analysis, not for the hot path.
    @Override
    public void transform(double[] re, double[] im, double[] work) {
        double[] innerRe = new double[padded];
        double[] innerIm = new double[padded];
        double[] innerWork = new double[inner.workLength()];
        for (int j = 0; j < length; j++) {
            innerRe[j] = re[j] * chirpRe[j] - im[j] * chirpIm[j];
            innerIm[j] = re[j] * chirpIm[j] + im[j] * chirpRe[j];
        }
        inner.transform(innerRe, innerIm, innerWork);
        for (int j = 0; j < padded; j++) {
            double r = innerRe[j] * filterRe[j] - innerIm[j] * filterIm[j];
            // Conjugated, because the inverse transform is the conjugate of the transform of the conjugate.
            innerIm[j] = -(innerRe[j] * filterIm[j] + innerIm[j] * filterRe[j]);
            innerRe[j] = r;
        }
        inner.transform(innerRe, innerIm, innerWork);
        for (int k = 0; k < length; k++) {
            re[k] = innerRe[k] * chirpRe[k] + innerIm[k] * chirpIm[k];
            im[k] = innerRe[k] * chirpIm[k] - innerIm[k] * chirpRe[k];
        }
    }
}
