package earshot.kernels.elementwise;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Exponential, logarithm and what is made of them, out of additions, multiplications and shifts.
///
/// The Vector API has both, but their last bits differ between interpreted and compiled code, so that a result would depend on
/// when the compiler got to it. Here every operation is exact or rounded by IEEE 754. The polynomials are those of the Cephes
/// library (Moshier, {@code expf}, {@code logf} and {@code tanhf}); errors of exponential and logarithm stay below 2 units in the last
/// place, those of the others below 4.
public final class SimdFunctions {
    private static final float LOG2E = 1.44269504f;
    /// ln 2 in two parts; a multiple of the first by a small integer is exact.
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /// Added to a small number and taken off again, leaves it rounded to an integer, which stands in the low bits meanwhile.
    private static final float ROUNDER = 0x1.8p23f;

    private SimdFunctions() {
    }

    /// {@code e^x}: infinite above 88.8, 0 below -104, NaN for NaN.
    ///
    /// Written out, without methods of its own: the compiler stops inlining methods, except those of the Vector API, where a graph grows
    /// large, and this is where it does. What is not inlined returns its vector as an object.
    public static FloatVector exp(FloatVector x) {
        FloatVector in = between(x, -105f, 89f);
        FloatVector rounded = in.fma(LOG2E, ROUNDER);
        IntVector n = rounded.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
        FloatVector whole = rounded.sub(ROUNDER);
        FloatVector r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_LOW),
                whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), in));
        FloatVector q = r.fma(1.9875691500e-4f, 1.3981999507e-3f).fma(r, FloatVector.broadcast(FLOATS, 8.3334519073e-3f))
                .fma(r, FloatVector.broadcast(FLOATS, 4.1665795894e-2f))
                .fma(r, FloatVector.broadcast(FLOATS, 1.6666665459e-1f)).fma(r, FloatVector.broadcast(FLOATS, 5.0000001201e-1f));
        // The square of a tiny number would be a denormal one, which costs a hundred cycles; inside a fused operation it does not.
        FloatVector p = q.mul(r).fma(r, r).add(1f);
        // 2^n in two factors, since n may be beyond what one exponent can hold.
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector second = n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    /// {@code x} cut off at both ends; NaN stays. In two operations each, where {@code max} and {@code min} take half a dozen for the sake of
    /// signed zeros.
    static FloatVector between(FloatVector x, float low, float high) {
        return x.blend(low, x.compare(VectorOperators.LT, low)).blend(high, x.compare(VectorOperators.GT, high));
    }

    /// {@code ln x}: -∞ for 0, NaN below and for NaN, ∞ for ∞.
    public static FloatVector log(FloatVector x) {
        VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector normal = x.mul(0x1p23f, small);
        // The bits over those of √½: the exponent of x if its mantissa is to lie in [√½, √2).
        IntVector bits = normal.reinterpretAsInts().sub(0x3F3504F3);
        IntVector exponent = bits.lanewise(VectorOperators.ASHR, 23);
        FloatVector mantissa = bits.and(0x007FFFFF).add(0x3F3504F3).reinterpretAsFloats();
        FloatVector e = ((FloatVector) exponent.convert(VectorOperators.I2F, 0)).sub(23f, small);
        FloatVector z = mantissa.sub(1f);
        FloatVector square = z.mul(z);
        FloatVector p = z.mul(7.0376836292e-2f).add(-1.1514610310e-1f).mul(z).add(1.1676998740e-1f).mul(z).add(-1.2420140846e-1f)
                .mul(z).add(1.4249322787e-1f).mul(z).add(-1.6668057665e-1f).mul(z).add(2.0000714765e-1f).mul(z)
                .add(-2.4999993993e-1f).mul(z).add(3.3333331174e-1f).mul(z).mul(square);
        FloatVector y = p.add(e.mul(LN2_LOW)).sub(square.mul(0.5f)).add(z).add(e.mul(LN2_HIGH));
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))
                .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
                .blend(Float.NaN, x.compare(VectorOperators.LT, 0f).or(x.test(VectorOperators.IS_NAN)));
    }

    /// {@code 1 / (1 + e^-x)}.
    public static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(FLOATS, 1f).div(exp(x.neg()).add(1f));
    }

    /// {@code tanh x}: near 0 the polynomial of Cephes' {@code tanhf}, else {@code 1 - 2 / (e^(2 |x|) + 1)} with the sign of x.
    public static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        FloatVector far = two.div(exp(a.add(a)).add(1f)).neg().add(1f);
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        FloatVector z = x.mul(x);
        FloatVector near = z.mul(-5.70498872745e-3f).add(2.06390887954e-2f).mul(z).add(-5.37397155531e-2f).mul(z)
                .add(1.33314422036e-1f).mul(z).add(-3.33332819422e-1f).mul(z).mul(x).add(x);
        return near.blend(far.reinterpretAsInts().or(sign).reinterpretAsFloats(), a.compare(VectorOperators.GE, 0.625f));
    }

    /// {@code ln(1 + x)} for {@code x >= 0}, without losing what 1 + x rounds away.
    public static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1f);
        return log(u).add(x.sub(u.sub(1f)).div(u));
    }

    /// The sum of all lanes, first to last. ({@code reduceLanes} adds in an order of its own, which compilation changes.)
    ///
    /// @param buffer at least {@link Lanes#COUNT} elements to work in
    public static float sum(FloatVector x, float[] buffer) {
        x.intoArray(buffer, 0);
        float sum = buffer[0];
        for (int i = 1; i < Lanes.COUNT; i++) {
            sum += buffer[i];
        }
        return sum;
    }
}
