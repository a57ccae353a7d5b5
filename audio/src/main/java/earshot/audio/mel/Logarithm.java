package earshot.audio.mel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Ten times the decadic logarithm of many numbers. Made of operations that IEEE 754 rounds exactly, so that compiled and interpreted code,
/// vectors and single numbers give the same bits; `lanewise(LOG10)` does not. Within 2e-15 of the largest result of a float's logarithm
/// times ten.
///
/// With `x = 2^e m`, m within `sqrt(1/2) .. sqrt(2)`, and `s = (m - 1) / (m + 1)`: `ln x = e ln 2 + 2 s (1 + s^2/3 + s^4/5 + ...)`.
final class Logarithm {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    /// Numbers that are made doubles at once.
    private static final int PIECE = 512;
    private static final long MANTISSA_BITS = 52;
    /// Bits of sqrt(1/2), above whose multiples by powers of two the exponent steps.
    private static final long STEP = 0x3FE6_A09E_667F_3BCDL;
    private static final long BIAS = 1023;
    /// 2^52: its last bits are integers.
    private static final long INTEGERS = 0x4330_0000_0000_0000L;
    private static final double TEN_LOG10_2 = 10 * Math.log10(2);
    private static final double TWENTY_LOG10_E = 20 / Math.log(10);
    private static final int LAST_TERM = 17;

    private Logarithm() {
    }

    /// Replaces `values[i]` by `max(floor, 10 log10(max(least, values[i])) - zero)`.
    ///
    /// @param least a normal number above 0
    static void decibels(float[] values, double least, double zero, double floor) {
        double[] piece = new double[PIECE];
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            for (int i = 0; i < count; i++) {
                piece[i] = Math.max(least, values[from + i]);
            }
            tenLog10(piece, count);
            for (int i = 0; i < count; i++) {
                values[from + i] = (float) Math.max(floor, piece[i] - zero);
            }
        }
    }

    /// The largest of some numbers, 0 if none is above it.
    static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /// Loop and logarithm are one method: called for each vector, the compiler would sooner or later stop inlining it.
    private static void tenLog10(double[] values, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += SPECIES.length()) {
            LongVector bits = DoubleVector.fromArray(SPECIES, values, i).reinterpretAsLongs();
            LongVector biased = bits.sub(STEP).add(BIAS << MANTISSA_BITS).lanewise(VectorOperators.LSHR, MANTISSA_BITS);
            DoubleVector e = biased.or(INTEGERS).reinterpretAsDoubles().sub(0x1p52 + BIAS);
            DoubleVector m = bits.sub(biased.sub(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsDoubles();
            DoubleVector s = m.sub(1).div(m.add(1));
            DoubleVector square = s.mul(s);
            DoubleVector sum = DoubleVector.broadcast(SPECIES, 1.0 / LAST_TERM);
            for (int term = LAST_TERM - 2; term >= 1; term -= 2) {
                sum = sum.fma(square, DoubleVector.broadcast(SPECIES, 1.0 / term));
            }
            e.mul(TEN_LOG10_2).add(s.mul(sum).mul(TWENTY_LOG10_E)).intoArray(values, i);
        }
        for (int i = whole; i < count; i++) {
            values[i] = tenLog10(values[i]);
        }
    }

    static double tenLog10(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long biased = bits - STEP + (BIAS << MANTISSA_BITS) >>> MANTISSA_BITS;
        double e = Double.longBitsToDouble(biased | INTEGERS) - (0x1p52 + BIAS);
        double m = Double.longBitsToDouble(bits - (biased - BIAS << MANTISSA_BITS));
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 1.0 / LAST_TERM;
        for (int term = LAST_TERM - 2; term >= 1; term -= 2) {
            sum = Math.fma(sum, square, 1.0 / term);
        }
        return e * TEN_LOG10_2 + s * sum * TWENTY_LOG10_E;
    }
}
