package earshot.kernels.conv;

import earshot.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// The transforms of Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, "Fast algorithms for convolutional neural
/// networks", CVPR 2016), each for one tile and all its channels, a vector of channels at a time.
///
/// An output tile of 4×4 pixels comes from an input tile of 6×6 by 36 products instead of 144:
///
/// ```
/// y = Aᵀ [ (G w Gᵀ) ⊙ (Bᵀ x B) ] A        dw = Gᵀ [ (Bᵀ x B) ⊙ (A dy Aᵀ) ] G
///
///      ⎡ 4  0 -5  0  1  0 ⎤        ⎡  1/4    0     0  ⎤
///      ⎢ 0 -4 -4  1  1  0 ⎥        ⎢ -1/6  -1/6  -1/6 ⎥         ⎡ 1  1  1  1  1  0 ⎤
/// Bᵀ = ⎢ 0  4 -4 -1  1  0 ⎥    G = ⎢ -1/6   1/6  -1/6 ⎥    Aᵀ = ⎢ 0  1 -1  2 -2  0 ⎥
///      ⎢ 0 -2 -1  2  1  0 ⎥        ⎢ 1/24  1/12   1/6 ⎥         ⎢ 0  1  1  4  4  0 ⎥
///      ⎢ 0  2 -1 -2  1  0 ⎥        ⎢ 1/24 -1/12   1/6 ⎥         ⎣ 0  1 -1  8 -8  1 ⎦
///      ⎣ 0  4  0 -5  0  1 ⎦        ⎣   0     0     1  ⎦
/// ```
///
/// In memory a tile is {@code [row, column, channel]} with the strides given; each transform runs over the columns of a tile into
/// a small buffer, then over its rows. Channels must be whole vectors.
final class Winograd {
    /// Side of an output tile.
    static final int OUT = 4;
    /// Side of an input tile, and of a transformed one.
    static final int IN = 6;
    /// Elements of a transformed tile.
    static final int POINTS = IN * IN;

    private static final int L = FLOATS.length();

    private Winograd() {
    }

    /// A buffer for the first half of a transform, from [Scratch#FIRST] on.
    static float[] buffer() {
        return new float[FIRST + POINTS * L];
    }

    /// {@code v = Bᵀ x B} for an input tile whose pixel {@code (i, j)} stands at {@code x0 + i · row + j · c}. Point {@code p} goes to
    /// {@code v0 + p · step}.
    ///
    /// @param spread of a point's channels: from one vector of them to the next there are so many vectors
    static void input(int c, float[] x, int x0, int row, float[] v, int v0, int spread, int step, float[] buffer) {
        for (int i = 0; i < c; i += L) {
            for (int j = 0; j < IN; j++) {
                inputLine(x, x0 + j * c + i, row, buffer, FIRST + j * L, IN * L);
            }
            for (int j = 0; j < IN; j++) {
                inputLine(buffer, FIRST + j * IN * L, L, v, v0 + j * IN * step + i * spread, step);
            }
        }
    }

    private static void inputLine(float[] x, int x0, int xs, float[] y, int y0, int ys) {
        FloatVector a = FloatVector.fromArray(FLOATS, x, x0);
        FloatVector b = FloatVector.fromArray(FLOATS, x, x0 + xs);
        FloatVector c = FloatVector.fromArray(FLOATS, x, x0 + 2 * xs);
        FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + 3 * xs);
        FloatVector e = FloatVector.fromArray(FLOATS, x, x0 + 4 * xs);
        FloatVector f = FloatVector.fromArray(FLOATS, x, x0 + 5 * xs);
        FloatVector even = e.sub(c.mul(4f));
        FloatVector odd = d.sub(b.mul(4f));
        FloatVector even2 = e.sub(c);
        FloatVector odd2 = d.sub(b).mul(2f);
        a.mul(4f).add(e).sub(c.mul(5f)).intoArray(y, y0);
        even.add(odd).intoArray(y, y0 + ys);
        even.sub(odd).intoArray(y, y0 + 2 * ys);
        even2.add(odd2).intoArray(y, y0 + 3 * ys);
        even2.sub(odd2).intoArray(y, y0 + 4 * ys);
        b.mul(4f).add(f).sub(d.mul(5f)).intoArray(y, y0 + 5 * ys);
    }

    /// {@code y = Aᵀ m A}, pixel {@code (i, j)} written to {@code y0 + i · row + j · o}, from products whose point {@code p} stands at
    /// {@code m0 + p · step}.
    static void output(int o, float[] m, int m0, int step, float[] y, int y0, int row, float[] buffer) {
        for (int i = 0; i < o; i += L) {
            for (int j = 0; j < IN; j++) {
                outputLine(m, m0 + j * step + i, IN * step, buffer, FIRST + j * L, IN * L);
            }
            for (int j = 0; j < OUT; j++) {
                outputLine(buffer, FIRST + j * IN * L, L, y, y0 + j * row + i, o);
            }
        }
    }

    private static void outputLine(float[] x, int x0, int xs, float[] y, int y0, int ys) {
        FloatVector b = FloatVector.fromArray(FLOATS, x, x0 + xs);
        FloatVector c = FloatVector.fromArray(FLOATS, x, x0 + 2 * xs);
        FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + 3 * xs);
        FloatVector e = FloatVector.fromArray(FLOATS, x, x0 + 4 * xs);
        FloatVector sum = b.add(c);
        FloatVector difference = b.sub(c);
        FloatVector sum2 = d.add(e);
        FloatVector difference2 = d.sub(e);
        FloatVector.fromArray(FLOATS, x, x0).add(sum).add(sum2).intoArray(y, y0);
        difference.add(difference2.mul(2f)).intoArray(y, y0 + ys);
        sum.add(sum2.mul(4f)).intoArray(y, y0 + 2 * ys);
        difference.add(difference2.mul(8f)).add(FloatVector.fromArray(FLOATS, x, x0 + 5 * xs)).intoArray(y, y0 + 3 * ys);
    }

    /// {@code z = A dy Aᵀ} for channels {@code [from, to)} of a tile of the output's gradient, whose pixel {@code (i, j)} stands at
    /// {@code x0 + i · row + j · o}. Point {@code p} goes to {@code z0 + p · step}.
    static void gradient(int o, int from, int to, float[] dy, int x0, int row, float[] z, int z0, int step, float[] buffer) {
        for (int i = from; i < to; i += L) {
            for (int j = 0; j < OUT; j++) {
                gradientLine(dy, x0 + j * o + i, row, buffer, FIRST + j * L, OUT * L);
            }
            for (int j = 0; j < IN; j++) {
                gradientLine(buffer, FIRST + j * OUT * L, L, z, z0 + j * IN * step + i - from, step);
            }
        }
    }

    private static void gradientLine(float[] x, int x0, int xs, float[] y, int y0, int ys) {
        FloatVector a = FloatVector.fromArray(FLOATS, x, x0);
        FloatVector b = FloatVector.fromArray(FLOATS, x, x0 + xs);
        FloatVector c = FloatVector.fromArray(FLOATS, x, x0 + 2 * xs);
        FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + 3 * xs);
        FloatVector even = a.add(c);
        FloatVector odd = b.add(d);
        FloatVector even2 = a.add(c.mul(4f));
        FloatVector odd2 = b.add(d.mul(4f)).mul(2f);
        a.intoArray(y, y0);
        even.add(odd).intoArray(y, y0 + ys);
        even.sub(odd).intoArray(y, y0 + 2 * ys);
        even2.add(odd2).intoArray(y, y0 + 3 * ys);
        even2.sub(odd2).intoArray(y, y0 + 4 * ys);
        d.intoArray(y, y0 + 5 * ys);
    }

    /// {@code u = G w Gᵀ} for one vector of output channels: tap {@code t} of the kernel stands at {@code w0 + t · tap}, point
    /// {@code p} goes to {@code u0 + p · step}.
    static void weight(float[] w, int w0, int tap, float[] u, int u0, int step, float[] buffer) {
        for (int j = 0; j < 3; j++) {
            weightLine(w, w0 + j * tap, 3 * tap, buffer, FIRST + j * L, 3 * L);
        }
        for (int j = 0; j < IN; j++) {
            weightLine(buffer, FIRST + j * 3 * L, L, u, u0 + j * IN * step, step);
        }
    }

    private static void weightLine(float[] x, int x0, int xs, float[] y, int y0, int ys) {
        FloatVector a = FloatVector.fromArray(FLOATS, x, x0);
        FloatVector b = FloatVector.fromArray(FLOATS, x, x0 + xs);
        FloatVector c = FloatVector.fromArray(FLOATS, x, x0 + 2 * xs);
        FloatVector even = a.add(c).mul(-1f / 6);
        FloatVector odd = b.mul(-1f / 6);
        FloatVector even2 = a.mul(1f / 24).add(c.mul(1f / 6));
        FloatVector odd2 = b.mul(1f / 12);
        a.mul(0.25f).intoArray(y, y0);
        even.add(odd).intoArray(y, y0 + ys);
        even.sub(odd).intoArray(y, y0 + 2 * ys);
        even2.add(odd2).intoArray(y, y0 + 3 * ys);
        even2.sub(odd2).intoArray(y, y0 + 4 * ys);
        c.intoArray(y, y0 + 5 * ys);
    }

    /// {@code dw = Gᵀ q G} for one vector of output channels, the way back from [#weight].
    static void weightGradient(float[] q, int q0, int step, float[] dw, int w0, int tap, float[] buffer) {
        for (int j = 0; j < IN; j++) {
            weightGradientLine(q, q0 + j * step, IN * step, buffer, FIRST + j * L, IN * L);
        }
        for (int j = 0; j < 3; j++) {
            weightGradientLine(buffer, FIRST + j * IN * L, L, dw, w0 + j * 3 * tap, tap);
        }
    }

    private static void weightGradientLine(float[] x, int x0, int xs, float[] y, int y0, int ys) {
        FloatVector b = FloatVector.fromArray(FLOATS, x, x0 + xs);
        FloatVector c = FloatVector.fromArray(FLOATS, x, x0 + 2 * xs);
        FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + 3 * xs);
        FloatVector e = FloatVector.fromArray(FLOATS, x, x0 + 4 * xs);
        FloatVector sum = b.add(c).mul(1f / 6);
        FloatVector sum2 = d.add(e);
        FloatVector.fromArray(FLOATS, x, x0).mul(0.25f).sub(sum).add(sum2.mul(1f / 24)).intoArray(y, y0);
        c.sub(b).mul(1f / 6).add(d.sub(e).mul(1f / 12)).intoArray(y, y0 + ys);
        sum2.mul(1f / 6).sub(sum).add(FloatVector.fromArray(FLOATS, x, x0 + 5 * xs)).intoArray(y, y0 + 2 * ys);
    }
}
