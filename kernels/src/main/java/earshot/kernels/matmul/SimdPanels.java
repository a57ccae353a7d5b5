package earshot.kernels.matmul;

import earshot.kernels.simd.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;
import static earshot.kernels.simd.Scratch.FIRST;

/// The right operand of a product, packed for [SimdTile]: columns are cut into panels of {@link SimdTile#COLUMNS}, and each
/// panel stands by itself as {@code [k, COLUMNS]}, the last one padded with zeros.
public final class SimdPanels {
    private static final int ROWS = SimdTile.ROWS;
    private static final int COLUMNS = SimdTile.COLUMNS;
    private static final int L = FLOATS.length();
    private static final int TRANSPOSED_ROWS = 64;

    /// Panels that a tile takes together where there are enough of them.
    private static final int TOGETHER = SimdWideTile.SUITS ? 2 : 1;

    private SimdPanels() {
    }

    /// Number of panels for {@code n} columns.
    public static int count(int n) {
        return (n + COLUMNS - 1) / COLUMNS;
    }

    /// The most runs that the panels of {@code n} columns can be cut into so that tiles take as many together as they can.
    public static int runs(int n) {
        return Math.ceilDiv(count(n), TOGETHER);
    }

    /// The first panel of one of {@code runs} runs of the panels of {@code n} columns.
    public static int first(int run, int runs, int n) {
        return Math.min(count(n), run * runs(n) / runs * TOGETHER);
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

    /// {@code y = s + a · b} for a block of rows: the loop around the tiles. Exactly {@code n} columns of {@code y} are written; {@code b} must
    /// have room for whole panels, and {@code s} for whole vectors where it is one row for all.
    ///
    /// @param m rows of the block
    /// @param n columns of the product
    /// @param aRow elements from one row of {@code a} to the next; 1 where it is stored transposed
    /// @param aStep elements from one number of a row to the next; 1 where it is not
    /// @param b0 where the first panel's first row to use begins
    /// @param bPanel elements from one panel to the next
    /// @param s what the sums start from: {@code y} itself, or one row for all, a bias or zeros, with {@code sRow} 0
    public static void multiply(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bPanel,
            float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        int narrow = n % COLUMNS <= L ? n % COLUMNS : 0;
        int wide = n - narrow;
        int turned = aRow == 1 ? m - m % ROWS : 0;
        if (wide > 0 && turned > 0) {
            tiles(turned, wide, k, a, a0, ROWS, aStep, b, b0, bPanel, s, s0, sRow, y, y0, yRow);
        }
        if (wide > 0 && turned < m) {
            float[] rows = Scratch.ROWS.floats(SimdStrips.size(m - turned, k));
            if (aRow == 1) {
                SimdStrips.packTransposed(m - turned, k, a, a0 + turned, aStep, rows, FIRST);
            } else {
                SimdStrips.pack(m, k, a, a0, aRow, rows, FIRST);
            }
            multiply(m - turned, wide, k, rows, FIRST, b, b0, bPanel, s, s0 + turned * sRow, sRow, y, y0 + turned * yRow, yRow);
        }
        if (narrow > 0) {
            narrow(m, narrow, k, a, a0, aRow, aStep, b, b0 + wide / COLUMNS * bPanel, s, s0 + wide, sRow, y, y0 + wide, yRow);
        }
    }

    /// [#multiply] for rows that are packed already. What the last strip has beyond {@code m} rows is read but without effect.
    public static void multiply(int m, int n, int k, float[] strips, int a0, float[] b, int b0, int bPanel, float[] s, int s0,
            int sRow, float[] y, int y0, int yRow) {
        tiles(m, n, k, strips, a0, SimdStrips.strip(k), 0, b, b0, bPanel, s, s0, sRow, y, y0, yRow);
    }

    /// Tile by tile; panels stay near while the rows pass by.
    ///
    /// @param aTile elements from one tile's rows to the next one's
    /// @param aStep 0 for strips, otherwise that of a transposed operand
    private static void tiles(int m, int n, int k, float[] a, int a0, int aTile, int aStep, float[] b, int b0, int bPanel,
            float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        for (int j = 0; j < n;) {
            int panels = n - j >= TOGETHER * COLUMNS ? TOGETHER : 1;
            int columns = Math.min(panels * COLUMNS, n - j);
            for (int i = 0; i < m; i += ROWS) {
                int ai = a0 + i / ROWS * aTile;
                int bj = b0 + j / COLUMNS * bPanel;
                int si = s0 + i * sRow + j;
                int yi = y0 + i * yRow + j;
                if (m - i >= ROWS && columns == panels * COLUMNS) {
                    tile(k, a, ai, aStep, b, bj, bPanel, panels, s, si, sRow, y, yi, yRow);
                } else {
                    apart(Math.min(ROWS, m - i), columns, k, a, ai, aStep, b, bj, bPanel, panels, s, si, sRow, y, yi, yRow);
                }
            }
            j += columns;
        }
    }

    /// A tile of which only some is wanted: it stands apart and is copied from, because masks within a tile would cost registers.
    private static void apart(int rows, int columns, int k, float[] a, int a0, int aStep, float[] b, int b0, int bPanel,
            int panels, float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        int width = panels * COLUMNS;
        float[] tile = Scratch.TILE.floats(ROWS * width);
        if (sRow == 0) {
            tile(k, a, a0, aStep, b, b0, bPanel, panels, s, s0, 0, tile, FIRST, width);
        } else {
            copy(rows, columns, s, s0, sRow, tile, FIRST, width);
            tile(k, a, a0, aStep, b, b0, bPanel, panels, tile, FIRST, width, tile, FIRST, width);
        }
        copy(rows, columns, tile, FIRST, width, y, y0, yRow);
    }

    private static void tile(int k, float[] a, int a0, int aStep, float[] b, int b0, int bPanel, int panels, float[] s, int s0,
            int sRow, float[] y, int y0, int yRow) {
        if (panels == 2 && aStep == 0) {
            SimdWideTile.multiply(k, a, a0, b, b0, b0 + bPanel, s, s0, sRow, y, y0, yRow);
        } else if (panels == 2) {
            SimdWideTransposedTile.multiply(k, a, a0, aStep, b, b0, b0 + bPanel, s, s0, sRow, y, y0, yRow);
        } else if (aStep == 0) {
            SimdTile.multiply(k, a, a0, b, b0, s, s0, sRow, y, y0, yRow);
        } else {
            SimdTransposedTile.multiply(k, a, a0, aStep, b, b0, s, s0, sRow, y, y0, yRow);
        }
    }

    /// The {@code n} columns that fill no more than half a panel, with rows read where they stand.
    private static void narrow(int m, int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, float[] s, int s0,
            int sRow, float[] y, int y0, int yRow) {
        float[] tile = Scratch.TILE.floats(SimdNarrowTile.ROWS * L);
        for (int i = 0; i < m; i += SimdNarrowTile.ROWS) {
            int rows = Math.min(SimdNarrowTile.ROWS, m - i);
            int ai = a0 + i * aRow;
            int si = s0 + i * sRow;
            int yi = y0 + i * yRow;
            if (n == L) {
                SimdNarrowTile.multiply(rows, k, a, ai, aRow, aStep, b, b0, COLUMNS, s, si, sRow, y, yi, yRow);
            } else if (sRow == 0) {
                SimdNarrowTile.multiply(rows, k, a, ai, aRow, aStep, b, b0, COLUMNS, s, si, 0, tile, FIRST, L);
                copy(rows, n, tile, FIRST, L, y, yi, yRow);
            } else {
                copy(rows, n, s, si, sRow, tile, FIRST, L);
                SimdNarrowTile.multiply(rows, k, a, ai, aRow, aStep, b, b0, COLUMNS, tile, FIRST, L, tile, FIRST, L);
                copy(rows, n, tile, FIRST, L, y, yi, yRow);
            }
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
