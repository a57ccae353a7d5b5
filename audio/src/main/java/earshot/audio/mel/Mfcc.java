package earshot.audio.mel;

import java.util.Arrays;

/// Mel-frequency cepstral coefficients: the orthonormal discrete cosine transform (DCT-II) along the bands of a log-mel picture, of which
/// the first few coefficients are kept. Values as `librosa.feature.mfcc`.
///
/// `y[n] = c_n sum_m x[m] cos(pi n (2 m + 1) / (2 M))`, `c_0 = sqrt(1 / M)`, else `c_n = sqrt(2 / M)`, for M bands; with a lifter L each is
/// then multiplied by `1 + L/2 sin(pi (n + 1) / L)`.
///
/// Immutable, safe for use from many threads at once.
public final class Mfcc {

    private final int bands;
    private final int coefficients;
    /// `[coefficient][band]`.
    private final double[] matrix;

    /// @param bands rows of the pictures
    /// @param coefficients how many are kept, 1 to `bands`
    /// @param lifter 0 for none
    /// @throws IllegalArgumentException if a number is out of its range
    public Mfcc(int bands, int coefficients, double lifter) {
        if (bands < 1 || coefficients < 1 || coefficients > bands || !(lifter >= 0 && lifter < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "MFCC: expected 1 to " + bands + " coefficients of at least one band and a lifter of at"
                            + " least 0, got " + coefficients + " coefficients, " + bands + " bands, lifter " + lifter);
        }
        this.bands = bands;
        this.coefficients = coefficients;
        this.matrix = new double[coefficients * bands];
        for (int n = 0; n < coefficients; n++) {
            double lift = lifter == 0 ? 1 : 1 + lifter / 2 * Math.sin(Math.PI * (n + 1) / lifter);
            double scale = Math.sqrt((n == 0 ? 1.0 : 2.0) / bands) * lift;
            for (int m = 0; m < bands; m++) {
                matrix[n * bands + m] = scale * Math.cos(Math.PI * n * (2 * m + 1) / (2 * bands));
            }
        }
    }

    /// Rows of the result.
    public int coefficients() {
        return coefficients;
    }

    /// The coefficients, `[coefficient][frame]` row-major.
    ///
    /// @param picture decibels (or another logarithm) of band energies, `[band][frame]` row-major
    /// @throws IllegalArgumentException if the picture does not hold whole columns
    public float[] apply(float[] picture) {
        if (picture.length % bands != 0) {
            throw new IllegalArgumentException(
                    "MFCC: expected columns of " + bands + " bands, got " + picture.length + " values");
        }
        int frames = picture.length / bands;
        float[] result = new float[coefficients * frames];
        double[] row = new double[frames];
        for (int n = 0; n < coefficients; n++) {
            Arrays.fill(row, 0);
            for (int m = 0; m < bands; m++) {
                double weight = matrix[n * bands + m];
                for (int t = 0; t < frames; t++) {
                    row[t] += weight * picture[m * frames + t];
                }
            }
            for (int t = 0; t < frames; t++) {
                result[n * frames + t] = (float) row[t];
            }
        }
        return result;
    }
}
