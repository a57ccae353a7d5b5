package earshot.audio.spectrum;

/// Transforms complex signals of one length in place of two arrays (real and imaginary parts):
/// `X[k] = sum_j x[j] e^(-2 pi i j k / n)`.
sealed interface ComplexFft permits PowerOfTwoFft, BluesteinFft {

    static ComplexFft of(int length) {
        return Integer.bitCount(length) == 1 ? new PowerOfTwoFft(length) : new BluesteinFft(length);
    }

    /// Doubles of working space that [#transform] needs, for the caller to keep.
    int workLength();

    /// Replaces `re[0, n)` and `im[0, n)` by their transform.
    void transform(double[] re, double[] im, double[] work);
}
