package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost product, which matrix products and convolutions share: {@value #ROWS} rows by two vectors of columns, held in
/// registers while {@code k} runs.
///
/// ```
/// y[i, j] = s[i, j] + Σ_k a[i · aRow + k · aStep] · b[k · bStep + j]
/// ```
///
/// What the sum starts from, {@code s}, may be {@code y} itself, or one row for all, a bias or zeros, whose rows are
/// then 0 apart: results need neither be cleared before nor passed over afterwards.
///
/// Twelve accumulators, two vectors of {@code b} and one broadcast need 15 registers: they fit the 16 that AVX2 has. [SimdTallTile] is
/// its twin for AVX-512. Strides are runtime values on purpose: with constants C2 hoists all broadcasts
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

    /// One tile. {@code s} and {@code y} must have whole tiles of columns, as {@code b} has. There is no branch in it and no mask: either
    /// would cost registers, and C2 boxes accumulators that meet a branch behind the loop.
    ///
    /// @param rows valid rows; those beyond repeat the last one, and so store the same numbers once more
    static void multiply(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] s, int s0,
            int sRow,
            float[] y, int y0, int yRow) {
        int last = rows - 1;
        int a1 = a0 + Math.min(1, last) * aRow;
        int a2 = a0 + Math.min(2, last) * aRow;
        int a3 = a0 + Math.min(3, last) * aRow;
        int a4 = a0 + Math.min(4, last) * aRow;
        int a5 = a0 + Math.min(5, last) * aRow;
        int s1 = s0 + Math.min(1, last) * sRow;
        int s2 = s0 + Math.min(2, last) * sRow;
        int s3 = s0 + Math.min(3, last) * sRow;
        int s4 = s0 + Math.min(4, last) * sRow;
        int s5 = s0 + Math.min(5, last) * sRow;
        int y1 = y0 + Math.min(1, last) * yRow;
        int y2 = y0 + Math.min(2, last) * yRow;
        int y3 = y0 + Math.min(3, last) * yRow;
        int y4 = y0 + Math.min(4, last) * yRow;
        int y5 = y0 + Math.min(5, last) * yRow;
        FloatVector u0 = FloatVector.fromArray(S, s, s0);
        FloatVector v0 = FloatVector.fromArray(S, s, s0 + L);
        FloatVector u1 = FloatVector.fromArray(S, s, s1);
        FloatVector v1 = FloatVector.fromArray(S, s, s1 + L);
        FloatVector u2 = FloatVector.fromArray(S, s, s2);
        FloatVector v2 = FloatVector.fromArray(S, s, s2 + L);
        FloatVector u3 = FloatVector.fromArray(S, s, s3);
        FloatVector v3 = FloatVector.fromArray(S, s, s3 + L);
        FloatVector u4 = FloatVector.fromArray(S, s, s4);
        FloatVector v4 = FloatVector.fromArray(S, s, s4 + L);
        FloatVector u5 = FloatVector.fromArray(S, s, s5);
        FloatVector v5 = FloatVector.fromArray(S, s, s5 + L);
        int p = 0;
        int q = b0;
        for (int i = 0; i < k; i++) {
            FloatVector u = FloatVector.fromArray(S, b, q);
            FloatVector v = FloatVector.fromArray(S, b, q + L);
            FloatVector t = FloatVector.broadcast(S, a[a0 + p]);
            u0 = t.fma(u, u0);
            v0 = t.fma(v, v0);
            t = FloatVector.broadcast(S, a[a1 + p]);
            u1 = t.fma(u, u1);
            v1 = t.fma(v, v1);
            t = FloatVector.broadcast(S, a[a2 + p]);
            u2 = t.fma(u, u2);
            v2 = t.fma(v, v2);
            t = FloatVector.broadcast(S, a[a3 + p]);
            u3 = t.fma(u, u3);
            v3 = t.fma(v, v3);
            t = FloatVector.broadcast(S, a[a4 + p]);
            u4 = t.fma(u, u4);
            v4 = t.fma(v, v4);
            t = FloatVector.broadcast(S, a[a5 + p]);
            u5 = t.fma(u, u5);
            v5 = t.fma(v, v5);
            p += aStep;
            q += bStep;
        }
        u0.intoArray(y, y0);
        v0.intoArray(y, y0 + L);
        u1.intoArray(y, y1);
        v1.intoArray(y, y1 + L);
        u2.intoArray(y, y2);
        v2.intoArray(y, y2 + L);
        u3.intoArray(y, y3);
        v3.intoArray(y, y3 + L);
        u4.intoArray(y, y4);
        v4.intoArray(y, y4 + L);
        u5.intoArray(y, y5);
        v5.intoArray(y, y5 + L);
    }
}
