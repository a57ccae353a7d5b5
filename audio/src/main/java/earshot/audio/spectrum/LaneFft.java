package earshot.audio.spectrum;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Transforms as many signals at once as a vector of doubles has lanes, of a length that is a power of two from 4 on, at frequencies that
/// lie `shift` of a bin beside those of a plain transform:
///
/// `X[k] = sum_j x[j] e^(-2 pi i j (k + shift) / length)`
///
/// A value takes two vectors, real parts before imaginary ones.
///
/// Stockham's self-sorting form in passes of radix 4, the first one of radix 8 where the exponent is odd, that turn values before they add
/// them: the shift is part of those turns and costs nothing. Source: Van Loan, *Computational Frameworks for the Fast Fourier Transform*,
/// section 1.7.
///
/// The passes call no methods of their own: with so many vectors at hand the compiler would stop inlining them.
final class LaneFft {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /// Numbers of a value.
    private static final int VALUE = 2 * LANES;
    private static final double EIGHTH = Math.sqrt(0.5);

    /// `radix` transforms of `before` values each become one, `group` times side by side.
    ///
    /// @param turns for every one of the `before` frequencies `radix - 1` times cos, -sin and sin
    private record Pass(int radix, int before, int group, double[] turns) {
    }

    private final Pass[] passes;

    /// @param done length of the transforms that are there already, 1 if there are none
    LaneFft(int length, int done, double shift) {
        int exponent = Integer.numberOfTrailingZeros(length / done);
        passes = new Pass[exponent / 2];
        int before = done;
        for (int i = 0; i < passes.length; i++) {
            int radix = i == 0 && exponent % 2 == 1 ? 8 : 4;
            passes[i] = new Pass(radix, before, length / (before * radix), turns(radix, before, shift));
            before *= radix;
        }
    }

    private static double[] turns(int radix, int before, double shift) {
        double[] turns = new double[3 * (radix - 1) * before];
        int at = 0;
        for (int k = 0; k < before; k++) {
            for (int t = 1; t < radix; t++) {
                double angle = 2 * Math.PI * t * (k + shift) / (before * radix);
                turns[at++] = Math.cos(angle);
                turns[at++] = -Math.sin(angle);
                turns[at++] = Math.sin(angle);
            }
        }
        return turns;
    }

    /// Transforms the values from `x` on, which are used up, into those from `y` on, `pitch` numbers from one to the next. All stand in `a`;
    /// from `work` on it has room for as many once more.
    void transform(double[] a, int x, int work, int y, int pitch) {
        int from = x;
        int other = work;
        for (int i = 0; i < passes.length; i++) {
            Pass pass = passes[i];
            boolean last = i == passes.length - 1;
            int to = last ? y : other;
            int step = last ? pitch : pass.group * VALUE;
            if (pass.radix == 8) {
                radix8(pass, a, from, to, step);
            } else {
                radix4(pass, a, from, to, step);
            }
            other = from;
            from = to;
        }
    }

    private static void radix8(Pass pass, double[] a, int x, int y, int step) {
        double[] w = pass.turns;
        int eighth = pass.before * step;
        int quarter = 2 * eighth;
        DoubleVector c = DoubleVector.broadcast(SPECIES, EIGHTH);
        DoubleVector d = DoubleVector.broadcast(SPECIES, -EIGHTH);
        int apart = pass.group * VALUE;
        int shift = Integer.numberOfTrailingZeros(pass.group);
        for (int v = 0; v < pass.before << shift; v++) {
            int k = v >> shift;
            int q = (v - (k << shift)) * VALUE;
            int from = x + 8 * k * apart + q;
            int to = y + k * step + q;
            int t = 21 * k;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, a, from);
            DoubleVector i0 = DoubleVector.fromArray(SPECIES, a, from + LANES);
            DoubleVector r4 = DoubleVector.fromArray(SPECIES, a, from + 4 * apart);
            DoubleVector i4 = DoubleVector.fromArray(SPECIES, a, from + 4 * apart + LANES);
            DoubleVector tr4 = i4.fma(DoubleVector.broadcast(SPECIES, w[t + 11]), r4.mul(w[t + 9]));
            DoubleVector ti4 = i4.fma(DoubleVector.broadcast(SPECIES, w[t + 9]), r4.mul(w[t + 10]));
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, a, from + 2 * apart);
            DoubleVector i2 = DoubleVector.fromArray(SPECIES, a, from + 2 * apart + LANES);
            DoubleVector tr2 = i2.fma(DoubleVector.broadcast(SPECIES, w[t + 5]), r2.mul(w[t + 3]));
            DoubleVector ti2 = i2.fma(DoubleVector.broadcast(SPECIES, w[t + 3]), r2.mul(w[t + 4]));
            DoubleVector r6 = DoubleVector.fromArray(SPECIES, a, from + 6 * apart);
            DoubleVector i6 = DoubleVector.fromArray(SPECIES, a, from + 6 * apart + LANES);
            DoubleVector tr6 = i6.fma(DoubleVector.broadcast(SPECIES, w[t + 17]), r6.mul(w[t + 15]));
            DoubleVector ti6 = i6.fma(DoubleVector.broadcast(SPECIES, w[t + 15]), r6.mul(w[t + 16]));
            DoubleVector sr = r0.add(tr4);
            DoubleVector si = i0.add(ti4);
            DoubleVector ur = r0.sub(tr4);
            DoubleVector ui = i0.sub(ti4);
            DoubleVector vr = tr2.add(tr6);
            DoubleVector vi = ti2.add(ti6);
            DoubleVector wr = tr2.sub(tr6);
            DoubleVector wi = ti2.sub(ti6);
            DoubleVector e0r = sr.add(vr);
            DoubleVector e0i = si.add(vi);
            DoubleVector e2r = sr.sub(vr);
            DoubleVector e2i = si.sub(vi);
            DoubleVector e1r = ur.add(wi);
            DoubleVector e1i = ui.sub(wr);
            DoubleVector e3r = ur.sub(wi);
            DoubleVector e3i = ui.add(wr);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, a, from + apart);
            DoubleVector i1 = DoubleVector.fromArray(SPECIES, a, from + apart + LANES);
            DoubleVector tr1 = i1.fma(DoubleVector.broadcast(SPECIES, w[t + 2]), r1.mul(w[t]));
            DoubleVector ti1 = i1.fma(DoubleVector.broadcast(SPECIES, w[t]), r1.mul(w[t + 1]));
            DoubleVector r5 = DoubleVector.fromArray(SPECIES, a, from + 5 * apart);
            DoubleVector i5 = DoubleVector.fromArray(SPECIES, a, from + 5 * apart + LANES);
            DoubleVector tr5 = i5.fma(DoubleVector.broadcast(SPECIES, w[t + 14]), r5.mul(w[t + 12]));
            DoubleVector ti5 = i5.fma(DoubleVector.broadcast(SPECIES, w[t + 12]), r5.mul(w[t + 13]));
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, a, from + 3 * apart);
            DoubleVector i3 = DoubleVector.fromArray(SPECIES, a, from + 3 * apart + LANES);
            DoubleVector tr3 = i3.fma(DoubleVector.broadcast(SPECIES, w[t + 8]), r3.mul(w[t + 6]));
            DoubleVector ti3 = i3.fma(DoubleVector.broadcast(SPECIES, w[t + 6]), r3.mul(w[t + 7]));
            DoubleVector r7 = DoubleVector.fromArray(SPECIES, a, from + 7 * apart);
            DoubleVector i7 = DoubleVector.fromArray(SPECIES, a, from + 7 * apart + LANES);
            DoubleVector tr7 = i7.fma(DoubleVector.broadcast(SPECIES, w[t + 20]), r7.mul(w[t + 18]));
            DoubleVector ti7 = i7.fma(DoubleVector.broadcast(SPECIES, w[t + 18]), r7.mul(w[t + 19]));
            DoubleVector osr = tr1.add(tr5);
            DoubleVector osi = ti1.add(ti5);
            DoubleVector our = tr1.sub(tr5);
            DoubleVector oui = ti1.sub(ti5);
            DoubleVector ovr = tr3.add(tr7);
            DoubleVector ovi = ti3.add(ti7);
            DoubleVector owr = tr3.sub(tr7);
            DoubleVector owi = ti3.sub(ti7);
            DoubleVector o0r = osr.add(ovr);
            DoubleVector o0i = osi.add(ovi);
            e0r.add(o0r).intoArray(a, to);
            e0i.add(o0i).intoArray(a, to + LANES);
            e0r.sub(o0r).intoArray(a, to + 2 * quarter);
            e0i.sub(o0i).intoArray(a, to + 2 * quarter + LANES);
            DoubleVector o2r = osr.sub(ovr);
            DoubleVector o2i = osi.sub(ovi);
            e2r.add(o2i).intoArray(a, to + quarter);
            e2i.sub(o2r).intoArray(a, to + quarter + LANES);
            e2r.sub(o2i).intoArray(a, to + 3 * quarter);
            e2i.add(o2r).intoArray(a, to + 3 * quarter + LANES);
            DoubleVector o1r = our.add(owi);
            DoubleVector o1i = oui.sub(owr);
            DoubleVector p = o1r.add(o1i);
            DoubleVector m = o1i.sub(o1r);
            p.fma(c, e1r).intoArray(a, to + eighth);
            m.fma(c, e1i).intoArray(a, to + eighth + LANES);
            p.fma(d, e1r).intoArray(a, to + eighth + 2 * quarter);
            m.fma(d, e1i).intoArray(a, to + eighth + 2 * quarter + LANES);
            DoubleVector o3r = our.sub(owi);
            DoubleVector o3i = oui.add(owr);
            DoubleVector g = o3i.sub(o3r);
            DoubleVector h = o3i.add(o3r);
            g.fma(c, e3r).intoArray(a, to + eighth + quarter);
            h.fma(d, e3i).intoArray(a, to + eighth + quarter + LANES);
            g.fma(d, e3r).intoArray(a, to + eighth + 3 * quarter);
            h.fma(c, e3i).intoArray(a, to + eighth + 3 * quarter + LANES);
        }
    }

    private static void radix4(Pass pass, double[] a, int x, int y, int step) {
        double[] w = pass.turns;
        int apart = pass.group * VALUE;
        int quarter = pass.before * step;
        int shift = Integer.numberOfTrailingZeros(pass.group);
        for (int v = 0; v < pass.before << shift; v++) {
            int k = v >> shift;
            int q = (v - (k << shift)) * VALUE;
            int from = x + 4 * k * apart + q;
            int to = y + k * step + q;
            int t = 9 * k;
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, a, from);
            DoubleVector i0 = DoubleVector.fromArray(SPECIES, a, from + LANES);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, a, from + apart);
            DoubleVector i1 = DoubleVector.fromArray(SPECIES, a, from + apart + LANES);
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, a, from + 2 * apart);
            DoubleVector i2 = DoubleVector.fromArray(SPECIES, a, from + 2 * apart + LANES);
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, a, from + 3 * apart);
            DoubleVector i3 = DoubleVector.fromArray(SPECIES, a, from + 3 * apart + LANES);
            DoubleVector tr1 = i1.fma(DoubleVector.broadcast(SPECIES, w[t + 2]), r1.mul(w[t]));
            DoubleVector ti1 = i1.fma(DoubleVector.broadcast(SPECIES, w[t]), r1.mul(w[t + 1]));
            DoubleVector tr2 = i2.fma(DoubleVector.broadcast(SPECIES, w[t + 5]), r2.mul(w[t + 3]));
            DoubleVector ti2 = i2.fma(DoubleVector.broadcast(SPECIES, w[t + 3]), r2.mul(w[t + 4]));
            DoubleVector tr3 = i3.fma(DoubleVector.broadcast(SPECIES, w[t + 8]), r3.mul(w[t + 6]));
            DoubleVector ti3 = i3.fma(DoubleVector.broadcast(SPECIES, w[t + 6]), r3.mul(w[t + 7]));
            DoubleVector sr = r0.add(tr2);
            DoubleVector si = i0.add(ti2);
            DoubleVector ur = r0.sub(tr2);
            DoubleVector ui = i0.sub(ti2);
            DoubleVector vr = tr1.add(tr3);
            DoubleVector vi = ti1.add(ti3);
            DoubleVector wr = tr1.sub(tr3);
            DoubleVector wi = ti1.sub(ti3);
            sr.add(vr).intoArray(a, to);
            si.add(vi).intoArray(a, to + LANES);
            ur.add(wi).intoArray(a, to + quarter);
            ui.sub(wr).intoArray(a, to + quarter + LANES);
            sr.sub(vr).intoArray(a, to + 2 * quarter);
            si.sub(vi).intoArray(a, to + 2 * quarter + LANES);
            ur.sub(wi).intoArray(a, to + 3 * quarter);
            ui.add(wr).intoArray(a, to + 3 * quarter + LANES);
        }
    }
}
