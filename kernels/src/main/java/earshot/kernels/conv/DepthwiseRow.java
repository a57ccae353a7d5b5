package earshot.kernels.conv;

import earshot.kernels.simd.Lines;

import static earshot.kernels.simd.Lanes.FLOATS;

/// One row of windows of a depthwise correlation: for every position {@code j} and channel,
///
/// ```
/// y[j, c] = Σ_{u,v} x[u, j · stride - pad + v · dilation, c] · w[u, v, c]
/// ```
///
/// Where all columns of the window lie inside the image, four positions form a tile; at the borders positions go one by one, each
/// with the taps that it meets. The arithmetic is in [DepthwiseTile].
final class DepthwiseRow {
    private static final int L = FLOATS.length();
    /// Channels from which on rows of {@code x} are brought near first: a tile then touches many short stretches of memory, which processors do
    /// not foresee. 144 channels that came from memory went from 16 to 22 GFLOP/s; with 32 it was a loss.
    private static final int FETCHED = 64;

    private final Axis columns;
    private final int rows;
    private final int fresh;
    private final int c;
    /// Positions at which all columns of the window lie inside.
    private final int first;
    private final int end;
    /// Where each tap stands in {@code x} and in {@code w}, for all taps.
    private final int[] inX;
    private final int[] inW;
    private final int tapStep;
    /// Whether one position's tap is its neighbour's next: a pixel, once loaded, then serves several positions.
    private final boolean shared;

    /// @param rows most rows of taps
    /// @param fresh how many of them the row of windows before did not meet
    /// @param c channels
    /// @param tapStep elements of {@code x} from one row of taps to the next
    DepthwiseRow(Axis columns, int rows, int fresh, int c, int tapStep) {
        this.columns = columns;
        this.rows = rows;
        this.fresh = fresh;
        this.c = c;
        this.tapStep = tapStep;
        this.shared = columns.stride() == columns.dilation();
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
        for (int u = Math.max(0, taps - fresh); u < taps && c >= FETCHED; u++) {
            Lines.fetch(x, x0 + u * tapStep, columns.size() * c);
        }
        int[] xs = new int[rows * columns.k()];
        int[] ws = new int[rows * columns.k()];
        for (int j = 0; j < columns.out(); j++) {
            if (j == first && end - first >= DepthwiseTile.POSITIONS) {
                inside(taps, x, x0, w, w0, y, y0, yStep);
                j = end;
            }
            if (j < columns.out()) {
                int n = list(taps, columns.firstTap(j), columns.endTap(j), xs, ws);
                position(n, xs, ws, x, x0 + (j * columns.stride() - columns.pad()) * c, w, w0, y, y0 + j * yStep);
            }
        }
    }

    /// All positions from {@link #first} to {@link #end}; the last tile may do some once more. Channels run inside tiles, in the order
    /// of memory: images come from far away.
    private void inside(int taps, float[] x, int x0, float[] w, int w0, float[] y, int y0, int yStep) {
        int whole = c - c % L;
        int step = columns.stride() * c;
        for (int tile = first; tile < end; tile += DepthwiseTile.POSITIONS) {
            int j = Math.min(tile, end - DepthwiseTile.POSITIONS);
            tile(taps, whole, x, x0 + (j * columns.stride() - columns.pad()) * c, step, w, w0, y, y0 + j * yStep, yStep);
        }
        for (int j = first; j < end && whole < c; j++) {
            DepthwiseTile.tail(taps * columns.k(), inX, inW, x, x0 + (j * columns.stride() - columns.pad()) * c + whole, w,
                    w0 + whole, y, y0 + j * yStep + whole, c - whole);
        }
    }

    private void tile(int taps, int whole, float[] x, int x0, int step, float[] w, int w0, float[] y, int y0, int yStep) {
        if (shared && columns.k() == 3) {
            for (int i = 0; i < whole; i += L) {
                DepthwiseTile.three(taps, tapStep, x, x0 + i, step, w, w0 + i, c, y, y0 + i, yStep);
            }
        } else if (shared && columns.k() == 5) {
            for (int i = 0; i < whole; i += L) {
                DepthwiseTile.five(taps, tapStep, x, x0 + i, step, w, w0 + i, c, y, y0 + i, yStep);
            }
        } else {
            for (int i = 0; i < whole; i += L) {
                DepthwiseTile.any(taps * columns.k(), inX, x, x0 + i, step, w, w0 + i, c, y, y0 + i, yStep);
            }
        }
    }

    private void position(int taps, int[] xs, int[] ws, float[] x, int x0, float[] w, int w0, float[] y, int y0) {
        int whole = c - c % L;
        for (int i = 0; i < whole; i += L) {
            DepthwiseTile.one(taps, xs, ws, x, x0 + i, w, w0 + i, y, y0 + i);
        }
        if (whole < c) {
            DepthwiseTile.tail(taps, xs, ws, x, x0 + whole, w, w0 + whole, y, y0 + whole, c - whole);
        }
    }
}
