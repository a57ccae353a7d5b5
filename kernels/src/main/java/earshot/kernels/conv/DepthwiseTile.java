package earshot.kernels.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The innermost sums of depthwise correlations: some positions, one vector of channels, all taps.
///
/// Loads are the limit, not sums. So four positions share each weight; where a position's tap is its neighbour's next they share
/// pixels too, and a row of three or five taps takes 9 or 13 loads for 12 or 20 sums instead of 15 or 25. Only these two widths are
/// worth their own text: they are what networks have. They are spelled out in full, because a method that shares what is alike would
/// have to hand over sums, which C2 then keeps in memory.
///
/// In all of these {@code x0}, {@code w0} and {@code y0} are where the first tap's pixel, its weight and the first result stand,
/// {@code step} is the way from one position's pixel to the next one's, {@code wStep} from one weight to the next.
final class DepthwiseTile {
    /// Positions of a tile.
    static final int POSITIONS = 4;

    private static final VectorSpecies<Float> S = FLOATS;

    private DepthwiseTile() {
    }

    /// A tile with any taps.
    ///
    /// @param xs where the pixel of each tap stands. One loop over a list, because C2 keeps sums in registers through one loop more
    ///        surely than through two
    static void any(int taps, int[] xs, float[] x, int x0, int step, float[] w, int w0, int wStep, float[] y, int y0, int yStep) {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = FloatVector.zero(S);
        FloatVector c = FloatVector.zero(S);
        FloatVector d = FloatVector.zero(S);
        int q = w0;
        for (int t = 0; t < taps; t++) {
            int p = x0 + xs[t];
            FloatVector k = FloatVector.fromArray(S, w, q);
            a = FloatVector.fromArray(S, x, p).fma(k, a);
            b = FloatVector.fromArray(S, x, p + step).fma(k, b);
            c = FloatVector.fromArray(S, x, p + 2 * step).fma(k, c);
            d = FloatVector.fromArray(S, x, p + 3 * step).fma(k, d);
            q += wStep;
        }
        a.intoArray(y, y0);
        b.intoArray(y, y0 + yStep);
        c.intoArray(y, y0 + 2 * yStep);
        d.intoArray(y, y0 + 3 * yStep);
    }

    /// A tile with rows of three taps, {@code step} apart.
    ///
    /// @param xRow from one row of taps to the next
    static void three(int rows, int xRow, float[] x, int x0, int step, float[] w, int w0, int wStep, float[] y, int y0,
            int yStep) {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = FloatVector.zero(S);
        FloatVector c = FloatVector.zero(S);
        FloatVector d = FloatVector.zero(S);
        int p = x0;
        int q = w0;
        for (int u = 0; u < rows; u++) {
            FloatVector p0 = FloatVector.fromArray(S, x, p);
            FloatVector p1 = FloatVector.fromArray(S, x, p + step);
            FloatVector p2 = FloatVector.fromArray(S, x, p + 2 * step);
            FloatVector p3 = FloatVector.fromArray(S, x, p + 3 * step);
            FloatVector p4 = FloatVector.fromArray(S, x, p + 4 * step);
            FloatVector p5 = FloatVector.fromArray(S, x, p + 5 * step);
            FloatVector k = FloatVector.fromArray(S, w, q);
            a = p0.fma(k, a);
            b = p1.fma(k, b);
            c = p2.fma(k, c);
            d = p3.fma(k, d);
            k = FloatVector.fromArray(S, w, q + wStep);
            a = p1.fma(k, a);
            b = p2.fma(k, b);
            c = p3.fma(k, c);
            d = p4.fma(k, d);
            k = FloatVector.fromArray(S, w, q + 2 * wStep);
            a = p2.fma(k, a);
            b = p3.fma(k, b);
            c = p4.fma(k, c);
            d = p5.fma(k, d);
            p += xRow;
            q += 3 * wStep;
        }
        a.intoArray(y, y0);
        b.intoArray(y, y0 + yStep);
        c.intoArray(y, y0 + 2 * yStep);
        d.intoArray(y, y0 + 3 * yStep);
    }

    /// A tile with rows of five taps, {@code step} apart.
    ///
    /// @param xRow from one row of taps to the next
    static void five(int rows, int xRow, float[] x, int x0, int step, float[] w, int w0, int wStep, float[] y, int y0,
            int yStep) {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = FloatVector.zero(S);
        FloatVector c = FloatVector.zero(S);
        FloatVector d = FloatVector.zero(S);
        int p = x0;
        int q = w0;
        for (int u = 0; u < rows; u++) {
            FloatVector p0 = FloatVector.fromArray(S, x, p);
            FloatVector p1 = FloatVector.fromArray(S, x, p + step);
            FloatVector p2 = FloatVector.fromArray(S, x, p + 2 * step);
            FloatVector p3 = FloatVector.fromArray(S, x, p + 3 * step);
            FloatVector p4 = FloatVector.fromArray(S, x, p + 4 * step);
            FloatVector k = FloatVector.fromArray(S, w, q);
            a = p0.fma(k, a);
            b = p1.fma(k, b);
            c = p2.fma(k, c);
            d = p3.fma(k, d);
            k = FloatVector.fromArray(S, w, q + wStep);
            a = p1.fma(k, a);
            b = p2.fma(k, b);
            c = p3.fma(k, c);
            d = p4.fma(k, d);
            FloatVector p5 = FloatVector.fromArray(S, x, p + 5 * step);
            k = FloatVector.fromArray(S, w, q + 2 * wStep);
            a = p2.fma(k, a);
            b = p3.fma(k, b);
            c = p4.fma(k, c);
            d = p5.fma(k, d);
            FloatVector p6 = FloatVector.fromArray(S, x, p + 6 * step);
            k = FloatVector.fromArray(S, w, q + 3 * wStep);
            a = p3.fma(k, a);
            b = p4.fma(k, b);
            c = p5.fma(k, c);
            d = p6.fma(k, d);
            FloatVector p7 = FloatVector.fromArray(S, x, p + 7 * step);
            k = FloatVector.fromArray(S, w, q + 4 * wStep);
            a = p4.fma(k, a);
            b = p5.fma(k, b);
            c = p6.fma(k, c);
            d = p7.fma(k, d);
            p += xRow;
            q += 5 * wStep;
        }
        a.intoArray(y, y0);
        b.intoArray(y, y0 + yStep);
        c.intoArray(y, y0 + 2 * yStep);
        d.intoArray(y, y0 + 3 * yStep);
    }

    /// One position with listed taps.
    ///
    /// @param ws where the weight of each tap stands
    static void one(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0) {
        FloatVector a = FloatVector.zero(S);
        for (int t = 0; t < taps; t++) {
            a = FloatVector.fromArray(S, x, x0 + xs[t]).fma(FloatVector.fromArray(S, w, w0 + ws[t]), a);
        }
        a.intoArray(y, y0);
    }

    /// As [#one], for the last {@code n} channels, fewer than a vector.
    static void tail(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0, int n) {
        VectorMask<Float> m = S.indexInRange(0, n);
        FloatVector a = FloatVector.zero(S);
        for (int t = 0; t < taps; t++) {
            a = FloatVector.fromArray(S, x, x0 + xs[t], m).fma(FloatVector.fromArray(S, w, w0 + ws[t], m), a);
        }
        a.intoArray(y, y0, m);
    }
}
