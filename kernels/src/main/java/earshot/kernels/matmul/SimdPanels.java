package earshot.kernels.matmul;

import earshot.kernels.simd.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The right operand of a product, packed for [SimdTile]: columns are cut into panels of {@link SimdTile#COLUMNS}, and each
/// panel stands by itself as {@code [k, COLUMNS]}, the last one padded with zeros.
public final class SimdPanels {
    private static final int COLUMNS = SimdTile.COLUMNS;
    private static final int L = FLOATS.length();
    private static final int TRANSPOSED_ROWS = 64;
    /// Whether [SimdInterleavedTile] is the faster one: not with AVX-512, where [SimdTallTile] has time for its indices.
    public static final boolean INTERLEAVED = !SimdTallTile.SUITS;
    /// Columns from which on the product gains more than interleaving costs: 64 came out even, 96 gained a tenth, 256 a fifth, 768 two fifths.
    private static final int WORTH_INTERLEAVING = 80;

    private SimdPanels() {
    }

    /// Number of panels for {@code n} columns.
    public static int count(int n) {
        return (n + COLUMNS - 1) / COLUMNS;
    }

    /// Number of elements of all panels.
    public static int size(int k, int n) {
        return Math.multiplyExact(count(n) * COLUMNS, k);
    }

    /// Packs one panel of a matrix stored as {@code [k, n]}.
    ///
    /// @param b0 where the matrix begins in {@code b}
    /// @param row elements from one row to the next
    /// @param to0 where the panel begins in {@code to}
    public static void pack(int panel, int k, int n, float[] b, int b0, int row, float[] to, int to0) {
        int from = panel * COLUMNS;
        int width = Math.min(COLUMNS, n - from);
        for (int i = 0; i < k; i++) {
            int at = to0 + i * COLUMNS;
            System.arraycopy(b, b0 + i * row + from, to, at, width);
            if (width < COLUMNS) {
                Arrays.fill(to, at + width, at + COLUMNS, 0f);
            }
        }
    }

    /// Packs one panel of a matrix stored transposed, as {@code [n, k]}.
    ///
    /// @param row elements from one stored row, which is a column of the matrix, to the next
    public static void packTransposed(int panel, int k, int n, float[] b, int b0, int row, float[] to, int to0) {
        int from = panel * COLUMNS;
        int width = Math.min(COLUMNS, n - from);
        // In pieces of a few rows of the panel, which stay in the first-level cache until all columns have written to them.
        for (int first = 0; first < k; first += TRANSPOSED_ROWS) {
            int last = Math.min(k, first + TRANSPOSED_ROWS);
            for (int j = 0; j < width; j++) {
                int source = b0 + (from + j) * row;
                for (int i = first; i < last; i++) {
                    to[to0 + i * COLUMNS + j] = b[source + i];
                }
            }
        }
        for (int i = 0; i < k && width < COLUMNS; i++) {
            Arrays.fill(to, to0 + i * COLUMNS + width, to0 + (i + 1) * COLUMNS, 0f);
        }
    }

    /// {@code n} columns rounded up to whole panels: the row length of a result that [#multiply] can write to.
    public static int padded(int n) {
        return count(n) * COLUMNS;
    }

    /// Whether rows of {@code a} this far apart fall on the same lines of the first-level cache, a multiple of 4096 bytes: a product of 1024
    /// columns reached 88 GFLOP/s with rows read in place and 108 with copies.
    public static boolean sameLines(int row) {
        return row % 1024 == 0;
    }

    /// {@code y = s + a · b} for a block of rows: the loop around the tiles. A panel stays near while the rows of {@code a} pass by. Exactly
    /// {@code n} columns of {@code y} are written; {@code b} must have room for whole panels, and {@code s} for whole vectors where it is one
    /// row for all.
    ///
    /// @param m rows of the block
    /// @param n columns of the product
    /// @param b0 where the first panel's first row to use begins
    /// @param bPanel elements from one panel to the next
    /// @param bStep elements from one row of a panel to the next: {@link SimdTile#COLUMNS} where it is packed; a matrix of few columns may
    ///     also be read as it stands
    /// @param s what the sums start from: {@code y} itself, or one row for all, a bias or zeros, with {@code sRow} 0
    public static void multiply(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bPanel,
            int bStep,
            float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        if (INTERLEAVED && bStep == COLUMNS && aRow == 1) {
            int whole = m - m % SimdTile.ROWS;
            multiplyInterleaved(whole, n, k, a, a0, SimdTile.ROWS, aStep, b, b0, bPanel, s, s0, sRow, y, y0, yRow);
            apart(m - whole, n, k, a, a0 + whole, 1, aStep, b, b0, bPanel, bStep, s, s0 + whole * sRow, sRow, y,
                    y0 + whole * yRow,
                    yRow);
        } else if (INTERLEAVED && bStep == COLUMNS && aStep == 1 && n >= WORTH_INTERLEAVING) {
            float[] rows = Scratch.ROWS.floats(interleavedSize(m, k));
            interleave(m, k, a, a0, aRow, rows, 0);
            multiplyInterleaved(m, n, k, rows, 0, k * SimdTile.ROWS, SimdTile.ROWS, b, b0, bPanel, s, s0, sRow, y, y0,
                    yRow);
        } else {
            apart(m, n, k, a, a0, aRow, aStep, b, b0, bPanel, bStep, s, s0, sRow, y, y0, yRow);
        }
    }

    /// [#multiply] for rows that are read where they stand, each by an index of its own.
    private static void apart(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bPanel,
            int bStep,
            float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        for (int j = 0; j < n && m > 0; j += COLUMNS) {
            int panel = b0 + j / COLUMNS * bPanel;
            if (n - j >= COLUMNS) {
                whole(m, k, a, a0, aRow, aStep, b, panel, bStep, s, s0 + j, sRow, y, y0 + j, yRow);
            } else {
                rest(m, n - j, k, a, a0, aRow, aStep, b, panel, bStep, s, s0 + j, sRow, y, y0 + j, yRow);
            }
        }
    }

    /// Elements of {@code m} interleaved rows.
    public static int interleavedSize(int m, int k) {
        return Math.ceilDiv(m, SimdTile.ROWS) * SimdTile.ROWS * k;
    }

    /// Interleaves rows for [#multiplyInterleaved]: each {@link SimdTile#ROWS} of them as {@code [k, ROWS]}, the last ones filled up with zeros.
    ///
    /// @param row elements from one row of {@code a} to the next
    public static void interleave(int m, int k, float[] a, int a0, int row, float[] to, int to0) {
        for (int i = 0; i < m; i += SimdTile.ROWS) {
            int at = to0 + i * k;
            int rows = Math.min(SimdTile.ROWS, m - i);
            if (rows == SimdTile.ROWS) {
                interleave(k, a, a0 + i * row, row, to, at);
                continue;
            }
            for (int p = 0; p < k; p++) {
                for (int r = 0; r < SimdTile.ROWS; r++) {
                    to[at + p * SimdTile.ROWS + r] = r < rows ? a[a0 + (i + r) * row + p] : 0;
                }
            }
        }
    }

    private static void interleave(int k, float[] a, int a0, int row, float[] to, int to0) {
        int a1 = a0 + row;
        int a2 = a1 + row;
        int a3 = a2 + row;
        int a4 = a3 + row;
        int a5 = a4 + row;
        for (int p = 0; p < k; p++) {
            int at = to0 + p * SimdTile.ROWS;
            to[at] = a[a0 + p];
            to[at + 1] = a[a1 + p];
            to[at + 2] = a[a2 + p];
            to[at + 3] = a[a3 + p];
            to[at + 4] = a[a4 + p];
            to[at + 5] = a[a5 + p];
        }
    }

    /// [#multiply] for rows that are neighbours at every step, tile by tile: row {@code i}'s number {@code p} stands at
    /// {@code a0 + i / ROWS · aTile + i % ROWS + p · aStep}, and panels are packed. What a last tile has beyond {@code m} is read but without effect.
    public static void multiplyInterleaved(int m, int n, int k, float[] a, int a0, int aTile, int aStep, float[] b, int b0,
            int bPanel, float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        float[] tile = Scratch.TILE.floats(SimdTile.ROWS * COLUMNS);
        for (int j = 0; j < n; j += COLUMNS) {
            int panel = b0 + j / COLUMNS * bPanel;
            int columns = Math.min(COLUMNS, n - j);
            for (int i = 0; i < m; i += SimdTile.ROWS) {
                int rows = Math.min(SimdTile.ROWS, m - i);
                int ai = a0 + i / SimdTile.ROWS * aTile;
                int si = s0 + i * sRow + j;
                int yi = y0 + i * yRow + j;
                if (rows == SimdTile.ROWS && columns == COLUMNS) {
                    SimdInterleavedTile.multiply(k, a, ai, aStep, b, panel, s, si, sRow, y, yi, yRow);
                } else if (sRow == 0) {
                    SimdInterleavedTile.multiply(k, a, ai, aStep, b, panel, s, si, 0, tile, 0, COLUMNS);
                    copy(rows, columns, tile, 0, COLUMNS, y, yi, yRow);
                } else {
                    copy(rows, columns, s, si, sRow, tile, 0, COLUMNS);
                    SimdInterleavedTile.multiply(k, a, ai, aStep, b, panel, tile, 0, COLUMNS, tile, 0, COLUMNS);
                    copy(rows, columns, tile, 0, COLUMNS, y, yi, yRow);
                }
            }
        }
    }

    private static void whole(int m, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] s,
            int s0,
            int sRow, float[] y, int y0, int yRow) {
        int i = 0;
        for (; SimdTallTile.SUITS && i + SimdTallTile.ROWS <= m; i += SimdTallTile.ROWS) {
            SimdTallTile.multiply(k, a, a0 + i * aRow, aRow, aStep, b, b0, bStep, s, s0 + i * sRow, sRow, y, y0 + i * yRow, yRow);
        }
        for (; i < m; i += SimdTile.ROWS) {
            SimdTile.multiply(Math.min(SimdTile.ROWS, m - i), k, a, a0 + i * aRow, aRow, aStep, b, b0, bStep, s, s0 + i * sRow,
                    sRow,
                    y, y0 + i * yRow, yRow);
        }
    }

    /// The {@code n} columns that do not fill a panel: a tile of one vector where that is enough. Unless it is just filled, tiles stand
    /// apart and are copied from, because masks within a tile would cost registers.
    private static void rest(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] s,
            int s0, int sRow, float[] y, int y0, int yRow) {
        int width = n <= L ? L : COLUMNS;
        float[] tile = Scratch.TILE.floats(SimdNarrowTile.ROWS * width);
        for (int i = 0; i < m; i += SimdNarrowTile.ROWS) {
            int rows = Math.min(SimdNarrowTile.ROWS, m - i);
            int ai = a0 + i * aRow;
            int si = s0 + i * sRow;
            int yi = y0 + i * yRow;
            if (n == L) {
                SimdNarrowTile.multiply(rows, k, a, ai, aRow, aStep, b, b0, bStep, s, si, sRow, y, yi, yRow);
                continue;
            }
            float[] from = s;
            int from0 = s0;
            int fromRow = 0;
            if (sRow != 0) {
                copy(rows, n, s, si, sRow, tile, 0, width);
                from = tile;
                from0 = 0;
                fromRow = width;
            }
            if (n < L) {
                SimdNarrowTile.multiply(rows, k, a, ai, aRow, aStep, b, b0, bStep, from, from0, fromRow, tile, 0, width);
            } else {
                whole(rows, k, a, ai, aRow, aStep, b, b0, bStep, from, from0, fromRow, tile, 0, width);
            }
            copy(rows, n, tile, 0, width, y, yi, yRow);
        }
    }

    private static void copy(int rows, int n, float[] from, int from0, int fromRow, float[] to, int to0, int toRow) {
        for (int j = 0; j < n; j += L) {
            VectorMask<Float> mask = FLOATS.indexInRange(j, n);
            for (int i = 0; i < rows; i++) {
                FloatVector.fromArray(FLOATS, from, from0 + i * fromRow + j, mask).intoArray(to, to0 + i * toRow + j, mask);
            }
        }
    }
}
