package earshot.audio.spectrum;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Transforms all columns of a `[length][columns]` matrix at once, `length` a power of two. With one column this is a plain transform;
/// with as many as a vector has lanes or more, every pass runs on whole vectors.
///
/// Stockham's self-sorting form in passes of radix 4, with a last pass of radix 2 where the exponent is odd. It needs no bit reversal:
/// every pass reads one pair of arrays and writes another. Source: Van Loan, *Computational Frameworks for the Fast Fourier
/// Transform*, section 1.7.
final class StridedFft {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private final int size;
    private final int columns;
    /// Of each radix-4 pass: cos and -sin of one, two and three times `2 pi p / n`, six numbers for every p.
    private final double[][] twiddles;
    private final boolean oddExponent;

    StridedFft(int length, int columns) {
        this.size = length * columns;
        this.columns = columns;
        int exponent = Integer.numberOfTrailingZeros(length);
        oddExponent = exponent % 2 == 1;
        twiddles = new double[exponent / 2][];
        for (int pass = 0, n = length; pass < twiddles.length; pass++, n /= 4) {
            double[] w = new double[6 * (n / 4)];
            for (int p = 0; p < n / 4; p++) {
                for (int power = 1; power <= 3; power++) {
                    double angle = -2 * Math.PI * p * power / n;
                    w[6 * p + 2 * power - 2] = Math.cos(angle);
                    w[6 * p + 2 * power - 1] = Math.sin(angle);
                }
            }
            twiddles[pass] = w;
        }
    }

    /// Number of passes. After an even number the result stands where the input was, after an odd one in the working space.
    int passes() {
        return twiddles.length + (oddExponent ? 1 : 0);
    }

    /// Transforms `re` and `im`, using `workRe` and `workIm`; all hold `length * columns` values. Where the result stands is told by
    /// [#passes].
    void transform(double[] re, double[] im, double[] workRe, double[] workIm) {
        transform(re, im, 0, workRe, workIm);
    }

    /// The same for values that stand from `at` on in `re` and `im`; the working space is used from its beginning.
    void transform(double[] re, double[] im, int at, double[] workRe, double[] workIm) {
        double[] xr = re;
        double[] xi = im;
        double[] yr = workRe;
        double[] yi = workIm;
        int xAt = at;
        int yAt = 0;
        int stride = columns;
        for (double[] w : twiddles) {
            if (stride >= SPECIES.length()) {
                radix4(w, stride, xr, xi, xAt, yr, yi, yAt);
            } else {
                radix4Narrow(w, stride, xr, xi, xAt, yr, yi, yAt);
            }
            stride *= 4;
            double[] swapRe = xr;
            double[] swapIm = xi;
            xr = yr;
            xi = yi;
            yr = swapRe;
            yi = swapIm;
            int swapAt = xAt;
            xAt = yAt;
            yAt = swapAt;
        }
        if (oddExponent) {
            radix2(xr, xi, xAt, yr, yi, yAt);
        }
    }

    /// One pass where a row of equal twiddles is at least a vector long; strides are powers of two, so there is no tail.
    private void radix4(double[] w, int stride, double[] xr, double[] xi, int xAt, double[] yr, double[] yi, int yAt) {
        int quarter = size / 4;
        int lanes = SPECIES.length();
        for (int p = 0; p < w.length / 6; p++) {
            double w1r = w[6 * p];
            double w1i = w[6 * p + 1];
            double w2r = w[6 * p + 2];
            double w2i = w[6 * p + 3];
            double w3r = w[6 * p + 4];
            double w3i = w[6 * p + 5];
            int x = xAt + stride * p;
            int y = yAt + 4 * stride * p;
            for (int q = 0; q < stride; q += lanes, x += lanes, y += lanes) {
                DoubleVector ar = DoubleVector.fromArray(SPECIES, xr, x);
                DoubleVector ai = DoubleVector.fromArray(SPECIES, xi, x);
                DoubleVector br = DoubleVector.fromArray(SPECIES, xr, x + quarter);
                DoubleVector bi = DoubleVector.fromArray(SPECIES, xi, x + quarter);
                DoubleVector cr = DoubleVector.fromArray(SPECIES, xr, x + 2 * quarter);
                DoubleVector ci = DoubleVector.fromArray(SPECIES, xi, x + 2 * quarter);
                DoubleVector dr = DoubleVector.fromArray(SPECIES, xr, x + 3 * quarter);
                DoubleVector di = DoubleVector.fromArray(SPECIES, xi, x + 3 * quarter);
                DoubleVector sumAcR = ar.add(cr);
                DoubleVector sumAcI = ai.add(ci);
                DoubleVector difAcR = ar.sub(cr);
                DoubleVector difAcI = ai.sub(ci);
                DoubleVector sumBdR = br.add(dr);
                DoubleVector sumBdI = bi.add(di);
                DoubleVector turnedR = di.sub(bi);
                DoubleVector turnedI = br.sub(dr);
                sumAcR.add(sumBdR).intoArray(yr, y);
                sumAcI.add(sumBdI).intoArray(yi, y);
                store(difAcR.sub(turnedR), difAcI.sub(turnedI), w1r, w1i, yr, yi, y + stride);
                store(sumAcR.sub(sumBdR), sumAcI.sub(sumBdI), w2r, w2i, yr, yi, y + 2 * stride);
                store(difAcR.add(turnedR), difAcI.add(turnedI), w3r, w3i, yr, yi, y + 3 * stride);
            }
        }
    }

    private static void store(DoubleVector r, DoubleVector i, double wr, double wi, double[] yr, double[] yi, int y) {
        r.mul(wr).sub(i.mul(wi)).intoArray(yr, y);
        r.mul(wi).add(i.mul(wr)).intoArray(yi, y);
    }

    /// The same pass, one value at a time.
    private void radix4Narrow(double[] w, int stride, double[] xr, double[] xi, int xAt, double[] yr, double[] yi,
            int yAt) {
        int quarter = size / 4;
        for (int p = 0; p < w.length / 6; p++) {
            for (int q = 0; q < stride; q++) {
                int x = xAt + q + stride * p;
                int y = yAt + q + 4 * stride * p;
                double sumAcR = xr[x] + xr[x + 2 * quarter];
                double sumAcI = xi[x] + xi[x + 2 * quarter];
                double difAcR = xr[x] - xr[x + 2 * quarter];
                double difAcI = xi[x] - xi[x + 2 * quarter];
                double sumBdR = xr[x + quarter] + xr[x + 3 * quarter];
                double sumBdI = xi[x + quarter] + xi[x + 3 * quarter];
                double turnedR = xi[x + 3 * quarter] - xi[x + quarter];
                double turnedI = xr[x + quarter] - xr[x + 3 * quarter];
                yr[y] = sumAcR + sumBdR;
                yi[y] = sumAcI + sumBdI;
                store(difAcR - turnedR, difAcI - turnedI, w, 6 * p, yr, yi, y + stride);
                store(sumAcR - sumBdR, sumAcI - sumBdI, w, 6 * p + 2, yr, yi, y + 2 * stride);
                store(difAcR + turnedR, difAcI + turnedI, w, 6 * p + 4, yr, yi, y + 3 * stride);
            }
        }
    }

    private static void store(double r, double i, double[] w, int at, double[] yr, double[] yi, int y) {
        yr[y] = w[at] * r - w[at + 1] * i;
        yi[y] = w[at] * i + w[at + 1] * r;
    }

    private void radix2(double[] xr, double[] xi, int xAt, double[] yr, double[] yi, int yAt) {
        int half = size / 2;
        int vectors = SPECIES.loopBound(half);
        for (int q = 0; q < vectors; q += SPECIES.length()) {
            DoubleVector ar = DoubleVector.fromArray(SPECIES, xr, xAt + q);
            DoubleVector ai = DoubleVector.fromArray(SPECIES, xi, xAt + q);
            DoubleVector br = DoubleVector.fromArray(SPECIES, xr, xAt + q + half);
            DoubleVector bi = DoubleVector.fromArray(SPECIES, xi, xAt + q + half);
            ar.add(br).intoArray(yr, yAt + q);
            ar.sub(br).intoArray(yr, yAt + q + half);
            ai.add(bi).intoArray(yi, yAt + q);
            ai.sub(bi).intoArray(yi, yAt + q + half);
        }
        for (int q = vectors; q < half; q++) {
            yr[yAt + q] = xr[xAt + q] + xr[xAt + q + half];
            yr[yAt + q + half] = xr[xAt + q] - xr[xAt + q + half];
            yi[yAt + q] = xi[xAt + q] + xi[xAt + q + half];
            yi[yAt + q + half] = xi[xAt + q] - xi[xAt + q + half];
        }
    }
}
