package earshot.audio.spectrum;

/// Stockham's self-sorting transform in passes of radix 4, with a last pass of radix 2 where the exponent is odd. It needs no bit
/// reversal: every pass reads one pair of arrays and writes another. Source: Van Loan, *Computational Frameworks for the Fast Fourier
/// Transform*, section 1.7.
final class PowerOfTwoFft implements ComplexFft {

    private final int length;
    /// Of each radix-4 pass: cos and -sin of one, two and three times `2 pi p / n`, six numbers for every p.
    private final double[][] twiddles;

    PowerOfTwoFft(int length) {
        this.length = length;
        int passes = Integer.numberOfTrailingZeros(length) / 2;
        twiddles = new double[passes][];
        for (int pass = 0, n = length; pass < passes; pass++, n /= 4) {
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

    @Override
    public int workLength() {
        return 2 * length;
    }

    @Override
    public void transform(double[] re, double[] im, double[] work) {
        int stride = 1;
        int inWork = 0;
        for (double[] w : twiddles) {
            if (inWork == 0) {
                radix4(w, stride, re, 0, im, 0, work, 0, work, length);
            } else {
                radix4(w, stride, work, 0, work, length, re, 0, im, 0);
            }
            inWork ^= 1;
            stride *= 4;
        }
        if (stride < length) {
            if (inWork == 0) {
                radix2(re, 0, im, 0, work, 0, work, length);
            } else {
                radix2(work, 0, work, length, re, 0, im, 0);
            }
            inWork ^= 1;
        }
        if (inWork == 1) {
            System.arraycopy(work, 0, re, 0, length);
            System.arraycopy(work, length, im, 0, length);
        }
    }

    private void radix4(double[] w, int stride, double[] xr, int xrAt, double[] xi, int xiAt, double[] yr, int yrAt, double[] yi,
            int yiAt) {
        int quarter = length / 4;
        for (int p = 0; p < w.length / 6; p++) {
            double w1r = w[6 * p];
            double w1i = w[6 * p + 1];
            double w2r = w[6 * p + 2];
            double w2i = w[6 * p + 3];
            double w3r = w[6 * p + 4];
            double w3i = w[6 * p + 5];
            for (int q = 0; q < stride; q++) {
                int x = q + stride * p;
                double ar = xr[xrAt + x];
                double ai = xi[xiAt + x];
                double br = xr[xrAt + x + quarter];
                double bi = xi[xiAt + x + quarter];
                double cr = xr[xrAt + x + 2 * quarter];
                double ci = xi[xiAt + x + 2 * quarter];
                double dr = xr[xrAt + x + 3 * quarter];
                double di = xi[xiAt + x + 3 * quarter];
                double sumAcR = ar + cr;
                double sumAcI = ai + ci;
                double difAcR = ar - cr;
                double difAcI = ai - ci;
                double sumBdR = br + dr;
                double sumBdI = bi + di;
                // i (b - d)
                double difBdR = di - bi;
                double difBdI = br - dr;
                int y = q + stride * 4 * p;
                yr[yrAt + y] = sumAcR + sumBdR;
                yi[yiAt + y] = sumAcI + sumBdI;
                double r1 = difAcR - difBdR;
                double i1 = difAcI - difBdI;
                yr[yrAt + y + stride] = w1r * r1 - w1i * i1;
                yi[yiAt + y + stride] = w1r * i1 + w1i * r1;
                double r2 = sumAcR - sumBdR;
                double i2 = sumAcI - sumBdI;
                yr[yrAt + y + 2 * stride] = w2r * r2 - w2i * i2;
                yi[yiAt + y + 2 * stride] = w2r * i2 + w2i * r2;
                double r3 = difAcR + difBdR;
                double i3 = difAcI + difBdI;
                yr[yrAt + y + 3 * stride] = w3r * r3 - w3i * i3;
                yi[yiAt + y + 3 * stride] = w3r * i3 + w3i * r3;
            }
        }
    }

    private void radix2(double[] xr, int xrAt, double[] xi, int xiAt, double[] yr, int yrAt, double[] yi, int yiAt) {
        int half = length / 2;
        for (int q = 0; q < half; q++) {
            double ar = xr[xrAt + q];
            double ai = xi[xiAt + q];
            double br = xr[xrAt + q + half];
            double bi = xi[xiAt + q + half];
            yr[yrAt + q] = ar + br;
            yi[yiAt + q] = ai + bi;
            yr[yrAt + q + half] = ar - br;
            yi[yiAt + q + half] = ai - bi;
        }
    }
}
