package earshot.kernels.elementwise;

/// The complementary error function {@code erfc x = 2 / √π · ∫_x^∞ e^(-t²) dt} in double precision, which Java lacks.
///
/// Below 2 by the series {@code erf x = 2 / √π · e^(-x²) · Σ 2^n x^(2n+1) / (2n+1)!!}, whose terms all have one sign, above by the
/// continued fraction {@code erfc x = e^(-x²) / √π · 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …))))} (Abramowitz and Stegun, 7.1.6
/// and 7.1.14).
final class ErrorFunction {
    private static final double SERIES = 2;
    private static final int FRACTIONS = 120; // more than double precision needs from 2 on

    private ErrorFunction() {
    }

    /// {@code erfc x}, to some 1e-14 of its value.
    static double erfc(double x) {
        if (x < 0) {
            return 2 - erfc(-x);
        }
        if (!(x >= SERIES)) {
            return 1 - series(x);
        }
        double f = x;
        for (int n = FRACTIONS; n > 0; n--) {
            f = x + n / 2.0 / f;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * f);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
