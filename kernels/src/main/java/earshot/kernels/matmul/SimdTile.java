package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost product, which matrix products and convolutions share: {@value #ROWS} rows by two vectors of columns, held in
/// registers while {@code k} runs.
///
/// ```
/// y[i, j] += Σ_k a[i · aRow + k · aStep] · b[k · COLUMNS + j]
/// ```
///
/// Twelve accumulators, two vectors of {@code b} and one broadcast need 15 registers: they fit the 16 of AVX2 as well as the 32
/// of AVX-512, so one text serves every width. Strides are runtime values on purpose: with constants C2 hoists all broadcasts
/// and spills.
public final class SimdTile {
    /// Rows of a tile.
    public static final int ROWS = 6;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    /// Columns of a tile, and the width of a panel of {@code b}.
    public static final int COLUMNS = 2 * L;

    private SimdTile() {
    }

    /// One tile: adds to {@code y}, which must have whole tiles of columns to write to, as {@code b} has to read from. There is no
    /// branch in it and no mask: either would cost registers, and C2 boxes accumulators that meet a branch behind the loop.
    ///
    /// @param rows valid rows; those beyond repeat the last one, and so store the same numbers once more
    public static void multiply(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, float[] y, int y0,
            int yRow) {
        int last = rows - 1;
        int a1 = a0 + Math.min(1, last) * aRow;
        int a2 = a0 + Math.min(2, last) * aRow;
        int a3 = a0 + Math.min(3, last) * aRow;
        int a4 = a0 + Math.min(4, last) * aRow;
        int a5 = a0 + Math.min(5, last) * aRow;
        int y1 = y0 + Math.min(1, last) * yRow;
        int y2 = y0 + Math.min(2, last) * yRow;
        int y3 = y0 + Math.min(3, last) * yRow;
        int y4 = y0 + Math.min(4, last) * yRow;
        int y5 = y0 + Math.min(5, last) * yRow;
        FloatVector y00 = FloatVector.fromArray(S, y, y0);
        FloatVector y01 = FloatVector.fromArray(S, y, y0 + L);
        FloatVector y10 = FloatVector.fromArray(S, y, y1);
        FloatVector y11 = FloatVector.fromArray(S, y, y1 + L);
        FloatVector y20 = FloatVector.fromArray(S, y, y2);
        FloatVector y21 = FloatVector.fromArray(S, y, y2 + L);
        FloatVector y30 = FloatVector.fromArray(S, y, y3);
        FloatVector y31 = FloatVector.fromArray(S, y, y3 + L);
        FloatVector y40 = FloatVector.fromArray(S, y, y4);
        FloatVector y41 = FloatVector.fromArray(S, y, y4 + L);
        FloatVector y50 = FloatVector.fromArray(S, y, y5);
        FloatVector y51 = FloatVector.fromArray(S, y, y5 + L);
        int p = 0;
        int q = b0;
        for (int i = 0; i < k; i++) {
            FloatVector u = FloatVector.fromArray(S, b, q);
            FloatVector v = FloatVector.fromArray(S, b, q + L);
            FloatVector t = FloatVector.broadcast(S, a[a0 + p]);
            y00 = t.fma(u, y00);
            y01 = t.fma(v, y01);
            t = FloatVector.broadcast(S, a[a1 + p]);
            y10 = t.fma(u, y10);
            y11 = t.fma(v, y11);
            t = FloatVector.broadcast(S, a[a2 + p]);
            y20 = t.fma(u, y20);
            y21 = t.fma(v, y21);
            t = FloatVector.broadcast(S, a[a3 + p]);
            y30 = t.fma(u, y30);
            y31 = t.fma(v, y31);
            t = FloatVector.broadcast(S, a[a4 + p]);
            y40 = t.fma(u, y40);
            y41 = t.fma(v, y41);
            t = FloatVector.broadcast(S, a[a5 + p]);
            y50 = t.fma(u, y50);
            y51 = t.fma(v, y51);
            p += aStep;
            q += 2 * L;
        }
        y00.intoArray(y, y0);
        y01.intoArray(y, y0 + L);
        y10.intoArray(y, y1);
        y11.intoArray(y, y1 + L);
        y20.intoArray(y, y2);
        y21.intoArray(y, y2 + L);
        y30.intoArray(y, y3);
        y31.intoArray(y, y3 + L);
        y40.intoArray(y, y4);
        y41.intoArray(y, y4 + L);
        y50.intoArray(y, y5);
        y51.intoArray(y, y5 + L);
    }
}
