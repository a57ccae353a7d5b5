package earshot.kernels.attention;

import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.matmul.SimdTile;

/// How heads are cut and packed for [SimdTile].
final class SimdHeads {
    /// Scores of a block of queries: two such blocks stay in the second-level cache.
    private static final int SCORES = 1 << 15;
    private static final int MOST_ROWS = 96;
    /// Inner size of one pass of a product, so that a panel stays in the first-level cache.
    private static final int DEPTH = 256;

    private SimdHeads() {
    }

    /// Queries of a block.
    static int blockRows(AttentionGeometry g) {
        return Math.clamp(SCORES / SimdPanels.padded(g.s()) / SimdTile.ROWS, 1, MOST_ROWS / SimdTile.ROWS) * SimdTile.ROWS;
    }

    /// Number of blocks.
    static int blocks(AttentionGeometry g) {
        return (g.t() + blockRows(g) - 1) / blockRows(g);
    }

    /// Elements of a head's {@code [s, d]} matrix when it is packed transposed, as {@code [d, s]}.
    static int transposedSize(AttentionGeometry g) {
        return SimdPanels.size(g.d(), g.s());
    }

    /// Elements of a head's {@code [s, d]} matrix when it is packed as it stands.
    static int size(AttentionGeometry g) {
        return SimdPanels.size(g.s(), g.d());
    }

    /// Packs all of a head's keys or values transposed.
    static void packTransposed(AttentionGeometry g, float[] x, HeadRows at, int b, int h, float[] to, int to0) {
        for (int p = 0; p < SimdPanels.count(g.s()); p++) {
            SimdPanels.packTransposed(p, g.d(), g.s(), x, at.start(b, h), at.row(), to, to0 + p * g.d() * SimdTile.COLUMNS);
        }
    }

    /// Packs rows of a head as they stand.
    static void pack(AttentionGeometry g, float[] x, HeadRows at, int b, int h, int from, int rows, float[] to, int to0) {
        for (int p = 0; p < SimdPanels.count(g.d()); p++) {
            SimdPanels.pack(p, rows, g.d(), x, at.start(b, h) + from * at.row(), at.row(), to,
                    to0 + p * rows * SimdTile.COLUMNS);
        }
    }

    /// {@code y = a · b}, with {@code b} packed at {@code b0} as {@code [k, n]}.
    ///
    /// @param zeros as many as a row of {@code y} is long
    static void product(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, float[] zeros,
            float[] y, int y0) {
        accumulate(m, n, k, a, a0, aRow, aStep, b, b0, zeros, 0, 0, y, y0);
    }

    /// {@code y += a · b}.
    static void add(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, float[] y, int y0) {
        accumulate(m, n, k, a, a0, aRow, aStep, b, b0, y, y0, SimdPanels.padded(n), y, y0);
    }

    private static void accumulate(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, float[] s,
            int s0,
            int sRow, float[] y, int y0) {
        int yRow = SimdPanels.padded(n);
        int p = 0;
        do {
            boolean first = p == 0;
            SimdPanels.multiply(m, yRow, Math.min(DEPTH, k - p), a, a0 + p * aStep, aRow, aStep, b,
                    b0 + p * SimdTile.COLUMNS, k * SimdTile.COLUMNS, first ? s : y, first ? s0 : y0,
                    first ? sRow : yRow, y, y0,
                    yRow);
            p += DEPTH;
        } while (p < k);
    }
}
