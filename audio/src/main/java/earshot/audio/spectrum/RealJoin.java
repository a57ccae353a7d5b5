package earshot.audio.spectrum;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The spectrum X of n real samples from the transform Z of the complex signal that has the even samples as real and the odd ones as
/// imaginary parts: with `h = n/2`, `E = (Z[k] + conj Z[h - k]) / 2` and `O = (Z[k] - conj Z[h - k]) / 2i`,
/// `X[k] = E + w^k O` and `X[h - k] = conj(E - w^k O)`, `w = e^(-2 pi i / n)`.
final class RealJoin {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorShuffle<Double> REVERSE = VectorShuffle.fromOp(SPECIES, i -> SPECIES.length() - 1 - i);

    private final int half;
    private final double[] turnRe;
    private final double[] turnIm;

    RealJoin(int length) {
        half = length / 2;
        turnRe = new double[half / 2 + 1];
        turnIm = new double[turnRe.length];
        for (int k = 0; k < turnRe.length; k++) {
            turnRe[k] = Math.cos(-2 * Math.PI * k / length);
            turnIm[k] = Math.sin(-2 * Math.PI * k / length);
        }
    }

    /// Fills `re[0, h]` and `im[0, h]` from `zr[0, h)` and `zi[0, h)`.
    void join(double[] zr, double[] zi, double[] re, double[] im) {
        re[0] = zr[0] + zi[0];
        im[0] = 0;
        re[half] = zr[0] - zi[0];
        im[half] = 0;
        int lanes = SPECIES.length();
        int k = 1;
        // Both ends move towards the middle and must not yet meet.
        for (; k + lanes <= (half + 1) / 2; k += lanes) {
            vector(zr, zi, re, im, k, half - k - lanes + 1);
        }
        for (; k <= half / 2; k++) {
            scalar(zr, zi, re, im, k, half - k);
        }
    }

    /// Values k and up, and the mirrored ones that start at `mirror`.
    private void vector(double[] zr, double[] zi, double[] re, double[] im, int k, int mirror) {
        DoubleVector ar = DoubleVector.fromArray(SPECIES, zr, k);
        DoubleVector ai = DoubleVector.fromArray(SPECIES, zi, k);
        DoubleVector br = DoubleVector.fromArray(SPECIES, zr, mirror).rearrange(REVERSE);
        DoubleVector bi = DoubleVector.fromArray(SPECIES, zi, mirror).rearrange(REVERSE);
        DoubleVector wr = DoubleVector.fromArray(SPECIES, turnRe, k);
        DoubleVector wi = DoubleVector.fromArray(SPECIES, turnIm, k);
        DoubleVector evenRe = ar.add(br).mul(0.5);
        DoubleVector evenIm = ai.sub(bi).mul(0.5);
        DoubleVector oddRe = ai.add(bi).mul(0.5);
        DoubleVector oddIm = br.sub(ar).mul(0.5);
        DoubleVector turnedRe = wr.mul(oddRe).sub(wi.mul(oddIm));
        DoubleVector turnedIm = wr.mul(oddIm).add(wi.mul(oddRe));
        evenRe.add(turnedRe).intoArray(re, k);
        evenIm.add(turnedIm).intoArray(im, k);
        evenRe.sub(turnedRe).rearrange(REVERSE).intoArray(re, mirror);
        turnedIm.sub(evenIm).rearrange(REVERSE).intoArray(im, mirror);
    }

    private void scalar(double[] zr, double[] zi, double[] re, double[] im, int k, int mirror) {
        double evenRe = 0.5 * (zr[k] + zr[mirror]);
        double evenIm = 0.5 * (zi[k] - zi[mirror]);
        double oddRe = 0.5 * (zi[k] + zi[mirror]);
        double oddIm = 0.5 * (zr[mirror] - zr[k]);
        double turnedRe = turnRe[k] * oddRe - turnIm[k] * oddIm;
        double turnedIm = turnRe[k] * oddIm + turnIm[k] * oddRe;
        re[k] = evenRe + turnedRe;
        im[k] = evenIm + turnedIm;
        re[mirror] = evenRe - turnedRe;
        im[mirror] = turnedIm - evenIm;
    }

    /// The other way: fills `zr[0, h)` and `zi[0, h)` from `re[0, h]` and `im[0, h]`.
    void split(double[] re, double[] im, double[] zr, double[] zi) {
        zr[0] = (re[0] + re[half]) / 2;
        zi[0] = (re[0] - re[half]) / 2;
        for (int k = 1; k <= half / 2; k++) {
            int mirror = half - k;
            double evenRe = (re[k] + re[mirror]) / 2;
            double evenIm = (im[k] - im[mirror]) / 2;
            double turnedRe = (re[k] - re[mirror]) / 2;
            double turnedIm = (im[k] + im[mirror]) / 2;
            double oddRe = turnedRe * turnRe[k] + turnedIm * turnIm[k];
            double oddIm = turnedIm * turnRe[k] - turnedRe * turnIm[k];
            zr[k] = evenRe - oddIm;
            zi[k] = evenIm + oddRe;
            zr[mirror] = evenRe + oddIm;
            zi[mirror] = oddRe - evenIm;
        }
    }
}
