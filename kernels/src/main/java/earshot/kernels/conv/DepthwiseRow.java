package earshot.kernels.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// One row of windows of a depthwise correlation: for every position {@code j} and channel,
///
/// ```
/// y[j, c] = Σ_{u,v} x[u, j · stride - pad + v · dilation, c] · w[u, v, c]
/// ```
///
/// Where all columns of the window lie inside the image, four positions share each load of a weight, and their sums stay in
/// registers. At the borders positions go one by one, each with the taps that it meets. All taps of a position are one loop over a
/// list of places, because C2 keeps sums in registers through one loop, not through two.
final class DepthwiseRow {
    private static final int L = FLOATS.length();
    /// Positions that share a weight.
    private static final int TILE = 4;

    private final SimdPatches.Axis columns;
    private final int rows;
    private final int c;
    /// Positions at which all columns of the window lie inside.
    private final int first;
    private final int end;
    /// Where each tap stands in {@code x} and in {@code w}, for all taps.
    private final int[] inX;
    private final int[] inW;
    private final int tapStep;

    /// @param rows most rows of taps
    /// @param c channels
    /// @param tapStep elements of {@code x} from one row of taps to the next
    DepthwiseRow(SimdPatches.Axis columns, int rows, int c, int tapStep) {
        this.columns = columns;
        this.rows = rows;
        this.c = c;
        this.tapStep = tapStep;
        this.first = columns.firstPosition(0);
        this.end = Math.max(first, columns.endPosition(columns.k() - 1));
        this.inX = new int[rows * columns.k()];
        this.inW = new int[rows * columns.k()];
        list(rows, 0, columns.k(), inX, inW);
    }

    /// Lists the taps {@code [0, rows) × [v0, v1)}; returns their number.
    private int list(int taps, int v0, int v1, int[] xs, int[] ws) {
        int n = 0;
        for (int u = 0; u < taps; u++) {
            for (int v = v0; v < v1; v++, n++) {
                xs[n] = u * tapStep + v * columns.dilation() * c;
                ws[n] = (u * columns.k() + v) * c;
            }
        }
        return n;
    }

    /// Computes the row with the first {@code taps} rows of taps.
    ///
    /// @param x0 where the row of {@code x} begins that the first row of taps meets
    /// @param w0 where its weights begin
    /// @param y0 where the result's first pixel begins
    /// @param yStep elements from one pixel of the result to the next
    void correlate(int taps, float[] x, int x0, float[] w, int w0, float[] y, int y0, int yStep) {
        int[] xs = new int[rows * columns.k()];
        int[] ws = new int[rows * columns.k()];
        for (int j = 0; j < columns.out(); j++) {
            if (j == first && end - first >= TILE) {
                inside(taps * columns.k(), x, x0, w, w0, y, y0, yStep);
                j = end;
            }
            if (j < columns.out()) {
                int n = list(taps, columns.firstTap(j), columns.endTap(j), xs, ws);
                position(n, xs, ws, x, x0 + (j * columns.stride() - columns.pad()) * c, w, w0, y, y0 + j * yStep);
            }
        }
    }

    /// All positions from {@link #first} to {@link #end}; the last tile may do some once more.
    private void inside(int taps, float[] x, int x0, float[] w, int w0, float[] y, int y0, int yStep) {
        int step = columns.stride() * c;
        int whole = c - c % L;
        for (int tile = first; tile < end; tile += TILE) {
            int j = Math.min(tile, end - TILE);
            int at = x0 + (j * columns.stride() - columns.pad()) * c;
            for (int i = 0; i < whole; i += L) {
                tile(taps, inX, c, x, at + i, step, w, w0 + i, y, y0 + j * yStep + i, yStep);
            }
            for (int t = 0; t < TILE && whole < c; t++) {
                tail(taps, inX, inW, x, at + t * step + whole, w, w0 + whole, y, y0 + (j + t) * yStep + whole, c - whole);
            }
        }
    }

    private void position(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0) {
        int whole = c - c % L;
        for (int i = 0; i < whole; i += L) {
            one(taps, xs, ws, x, x0 + i, w, w0 + i, y, y0 + i);
        }
        if (whole < c) {
            tail(taps, xs, ws, x, x0 + whole, w, w0 + whole, y, y0 + whole, c - whole);
        }
    }

    private static void tile(int taps, int[] xs, int wStep, float[] x, int x0, int step, float[] w, int w0, float[] y, int y0,
            int yStep) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = FloatVector.zero(FLOATS);
        FloatVector c = FloatVector.zero(FLOATS);
        FloatVector d = FloatVector.zero(FLOATS);
        int q = w0;
        for (int t = 0; t < taps; t++) {
            int p = x0 + xs[t];
            FloatVector k = FloatVector.fromArray(FLOATS, w, q);
            a = FloatVector.fromArray(FLOATS, x, p).fma(k, a);
            b = FloatVector.fromArray(FLOATS, x, p + step).fma(k, b);
            c = FloatVector.fromArray(FLOATS, x, p + 2 * step).fma(k, c);
            d = FloatVector.fromArray(FLOATS, x, p + 3 * step).fma(k, d);
            q += wStep;
        }
        a.intoArray(y, y0);
        b.intoArray(y, y0 + yStep);
        c.intoArray(y, y0 + 2 * yStep);
        d.intoArray(y, y0 + 3 * yStep);
    }

    private static void one(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0) {
        FloatVector a = FloatVector.zero(FLOATS);
        for (int t = 0; t < taps; t++) {
            a = FloatVector.fromArray(FLOATS, x, x0 + xs[t]).fma(FloatVector.fromArray(FLOATS, w, w0 + ws[t]), a);
        }
        a.intoArray(y, y0);
    }

    /// As [#one], for the last {@code n} channels, fewer than a vector.
    private static void tail(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0, int n) {
        VectorMask<Float> m = FLOATS.indexInRange(0, n);
        FloatVector a = FloatVector.zero(FLOATS);
        for (int t = 0; t < taps; t++) {
            a = FloatVector.fromArray(FLOATS, x, x0 + xs[t], m).fma(FloatVector.fromArray(FLOATS, w, w0 + ws[t], m), a);
        }
        a.intoArray(y, y0, m);
    }
}
