package earshot.kernels.pool;

/// Sizes of an average over parts of images {@code [n, rows.size, columns.size, c]} to {@code [n, rows.count, columns.count, c]}.
public record AverageGeometry(int n, int c, Spans rows, Spans columns) {

    public AverageGeometry {
        if (n < 0 || c < 1) {
            throw new IllegalArgumentException("pool: need n >= 0 and c >= 1, got n " + n + ", c " + c);
        }
    }

    /// Averages over windows.
    ///
    /// @param countPad whether padding counts as pixels of value 0
    public static AverageGeometry sliding(PoolGeometry g, boolean countPad) {
        var k = g.window();
        return new AverageGeometry(g.n(), g.c(), new Spans.Sliding(g.h(), k.kh(), k.strideH(), k.padH(), countPad),
                new Spans.Sliding(g.w(), k.kw(), k.strideW(), k.padW(), countPad));
    }

    /// Averages over nearly equal parts.
    public static AverageGeometry adaptive(int n, int h, int w, int c, int outH, int outW) {
        return new AverageGeometry(n, c, new Spans.Adaptive(h, outH), new Spans.Adaptive(w, outW));
    }

    /// Pixels of an image.
    public int inPixels() {
        return rows.size() * columns.size();
    }

    /// Pixels of a result.
    public int outPixels() {
        return rows.count() * columns.count();
    }

    /// What the sum at a position is divided by.
    public int divisor(int i, int j) {
        return rows.divisor(i) * columns.divisor(j);
    }
}
