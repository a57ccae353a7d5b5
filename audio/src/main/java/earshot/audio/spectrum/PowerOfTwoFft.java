package earshot.audio.spectrum;

/// Transforms of a power of two. Short ones are one [StridedFft] of a single column; longer ones are cut into a matrix so that all
/// passes run over whole rows: with `j = columns * j1 + j2` and `k = k1 + rows * k2`,
///
/// `X[k1 + rows k2] = sum_j2 e^(-2 pi i j2 k2 / columns) ( e^(-2 pi i j2 k1 / n) sum_j1 x[columns j1 + j2] e^(-2 pi i j1 k1 / rows) )`:
/// transform all columns, turn every value, transpose, transform all columns. Source: Bailey, *FFTs in external or hierarchical
/// memory*, 1990.
final class PowerOfTwoFft implements ComplexFft {

    /// Below this, rows would be shorter than vectors.
    private static final int LEAST_MATRIX = 256;

    private final int length;
    private final int rows;
    private final int columns;
    private final StridedFft first;
    private final StridedFft second;
    /// cos and -sin of `2 pi j2 k1 / n`, `[rows][columns]`.
    private final double[] turnRe;
    private final double[] turnIm;

    /// The second pair of arrays that passes write to.
    private record WorkArrays(double[] re, double[] im) implements Work {
    }

    PowerOfTwoFft(int length) {
        this.length = length;
        boolean matrix = length >= LEAST_MATRIX;
        this.columns = matrix ? 1 << Integer.numberOfTrailingZeros(length) / 2 : 1;
        this.rows = length / columns;
        this.first = new StridedFft(rows, columns);
        this.second = new StridedFft(columns, rows);
        this.turnRe = new double[matrix ? length : 0];
        this.turnIm = new double[turnRe.length];
        for (int i = 0; i < turnRe.length; i++) {
            double angle = -2 * Math.PI * ((long) (i / columns) * (i % columns)) / length;
            turnRe[i] = Math.cos(angle);
            turnIm[i] = Math.sin(angle);
        }
    }

    @Override
    public Work work() {
        return new WorkArrays(new double[length], new double[length]);
    }

    @Override
    public void transform(double[] re, double[] im, Work work) {
        WorkArrays other = (WorkArrays) work;
        first.transform(re, im, other.re, other.im);
        boolean moved = first.passes() % 2 == 1;
        if (turnRe.length > 0) {
            if (moved) {
                turnAndTranspose(other.re, other.im, re, im);
                second.transform(re, im, other.re, other.im);
                moved = second.passes() % 2 == 1;
            } else {
                turnAndTranspose(re, im, other.re, other.im);
                second.transform(other.re, other.im, re, im);
                moved = second.passes() % 2 == 0;
            }
        }
        if (moved) {
            System.arraycopy(other.re, 0, re, 0, length);
            System.arraycopy(other.im, 0, im, 0, length);
        }
    }

    private void turnAndTranspose(double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int i = 0; i < length; i++) {
            double r = xr[i] * turnRe[i] - xi[i] * turnIm[i];
            xi[i] = xr[i] * turnIm[i] + xi[i] * turnRe[i];
            xr[i] = r;
        }
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                yr[column * rows + row] = xr[row * columns + column];
                yi[column * rows + row] = xi[row * columns + column];
            }
        }
    }
}
