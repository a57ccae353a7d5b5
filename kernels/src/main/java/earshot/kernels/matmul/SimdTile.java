package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost product, which matrix products and convolutions share: {@value #ROWS} rows by two vectors of columns, held in
/// registers while {@code k} runs.
///
/// ```
/// y[i, j] = s[i, j] + Σ_k a[k / L, i, k % L] · b[k, j]
/// ```
///
/// Rows are a strip of [SimdStrips], columns a panel of [SimdPanels]. So the rows of a step stand a known distance apart: one index and two
/// checks serve all of them, where rows read in place cost an addition and a check each. On machines whose vectors are short, or whose cores
/// run another program's thread as well, those, and not the products, were the limit.
///
/// What the sum starts from, {@code s}, may be {@code y} itself, or one row for all, a bias or zeros, whose rows are
/// then 0 apart: results need neither be cleared before nor passed over afterwards.
///
/// Twelve accumulators, two vectors of {@code b} and one broadcast need 15 registers: they fit the 16 that AVX2 has. [SimdWideTile] is
/// its twin for AVX-512. The compiler knows the panel's step and takes its checks out of the loop, but must not know how {@code a} goes on: it
/// would load early and spill.
public final class SimdTile {
    /// Rows of a tile, and of a strip of {@code a}.
    public static final int ROWS = 6;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    /// Columns of a tile, and the width of a panel of {@code b}.
    public static final int COLUMNS = 2 * L;

    private SimdTile() {
    }

    /// One tile. {@code s} and {@code y} must have whole tiles, as {@code a} and {@code b} have. There is no branch in it and no mask: either
    /// would cost registers, and C2 boxes accumulators that meet a branch behind the loop.
    static void multiply(int k, float[] a, int a0, float[] b, int b0, float[] s, int s0, int sRow, float[] y, int y0, int yRow) {
        int s1 = s0 + sRow;
        int s2 = s1 + sRow;
        int s3 = s2 + sRow;
        int s4 = s3 + sRow;
        int s5 = s4 + sRow;
        int y1 = y0 + yRow;
        int y2 = y1 + yRow;
        int y3 = y2 + yRow;
        int y4 = y3 + yRow;
        int y5 = y4 + yRow;
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
        int i = 0;
        for (int q = b0, end = b0 + k * COLUMNS; q < end; q += COLUMNS) {
            int p = a0 + i + i / L * ((ROWS - 1) * L);
            FloatVector u = FloatVector.fromArray(S, b, q);
            FloatVector v = FloatVector.fromArray(S, b, q + L);
            FloatVector t = FloatVector.broadcast(S, a[p]);
            u0 = t.fma(u, u0);
            v0 = t.fma(v, v0);
            t = FloatVector.broadcast(S, a[p + L]);
            u1 = t.fma(u, u1);
            v1 = t.fma(v, v1);
            t = FloatVector.broadcast(S, a[p + 2 * L]);
            u2 = t.fma(u, u2);
            v2 = t.fma(v, v2);
            t = FloatVector.broadcast(S, a[p + 3 * L]);
            u3 = t.fma(u, u3);
            v3 = t.fma(v, v3);
            t = FloatVector.broadcast(S, a[p + 4 * L]);
            u4 = t.fma(u, u4);
            v4 = t.fma(v, v4);
            t = FloatVector.broadcast(S, a[p + 5 * L]);
            u5 = t.fma(u, u5);
            v5 = t.fma(v, v5);
            i++;
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
