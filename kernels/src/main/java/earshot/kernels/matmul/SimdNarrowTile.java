package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SimdTile] for the columns that are left where they do not fill a panel: {@value #ROWS} rows by one vector. Its 12 accumulators fit
/// the registers of every machine.
final class SimdNarrowTile {
    /// Rows of a tile.
    static final int ROWS = 12;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;

    private SimdNarrowTile() {
    }

    /// One tile, as [SimdTile#multiply] for one vector of columns.
    ///
    /// @param rows valid rows; those beyond repeat the last one, and so store the same numbers once more
    static void multiply(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] s, int s0,
            int sRow, float[] y, int y0, int yRow) {
        int last = rows - 1;
        int a1 = a0 + Math.min(1, last) * aRow;
        int a2 = a0 + Math.min(2, last) * aRow;
        int a3 = a0 + Math.min(3, last) * aRow;
        int a4 = a0 + Math.min(4, last) * aRow;
        int a5 = a0 + Math.min(5, last) * aRow;
        int a6 = a0 + Math.min(6, last) * aRow;
        int a7 = a0 + Math.min(7, last) * aRow;
        int a8 = a0 + Math.min(8, last) * aRow;
        int a9 = a0 + Math.min(9, last) * aRow;
        int a10 = a0 + Math.min(10, last) * aRow;
        int a11 = a0 + Math.min(11, last) * aRow;
        int s1 = s0 + Math.min(1, last) * sRow;
        int s2 = s0 + Math.min(2, last) * sRow;
        int s3 = s0 + Math.min(3, last) * sRow;
        int s4 = s0 + Math.min(4, last) * sRow;
        int s5 = s0 + Math.min(5, last) * sRow;
        int s6 = s0 + Math.min(6, last) * sRow;
        int s7 = s0 + Math.min(7, last) * sRow;
        int s8 = s0 + Math.min(8, last) * sRow;
        int s9 = s0 + Math.min(9, last) * sRow;
        int s10 = s0 + Math.min(10, last) * sRow;
        int s11 = s0 + Math.min(11, last) * sRow;
        int y1 = y0 + Math.min(1, last) * yRow;
        int y2 = y0 + Math.min(2, last) * yRow;
        int y3 = y0 + Math.min(3, last) * yRow;
        int y4 = y0 + Math.min(4, last) * yRow;
        int y5 = y0 + Math.min(5, last) * yRow;
        int y6 = y0 + Math.min(6, last) * yRow;
        int y7 = y0 + Math.min(7, last) * yRow;
        int y8 = y0 + Math.min(8, last) * yRow;
        int y9 = y0 + Math.min(9, last) * yRow;
        int y10 = y0 + Math.min(10, last) * yRow;
        int y11 = y0 + Math.min(11, last) * yRow;
        FloatVector u0 = FloatVector.fromArray(S, s, s0);
        FloatVector u1 = FloatVector.fromArray(S, s, s1);
        FloatVector u2 = FloatVector.fromArray(S, s, s2);
        FloatVector u3 = FloatVector.fromArray(S, s, s3);
        FloatVector u4 = FloatVector.fromArray(S, s, s4);
        FloatVector u5 = FloatVector.fromArray(S, s, s5);
        FloatVector u6 = FloatVector.fromArray(S, s, s6);
        FloatVector u7 = FloatVector.fromArray(S, s, s7);
        FloatVector u8 = FloatVector.fromArray(S, s, s8);
        FloatVector u9 = FloatVector.fromArray(S, s, s9);
        FloatVector u10 = FloatVector.fromArray(S, s, s10);
        FloatVector u11 = FloatVector.fromArray(S, s, s11);
        int p = 0;
        int q = b0;
        for (int i = 0; i < k; i++) {
            FloatVector u = FloatVector.fromArray(S, b, q);
            u0 = FloatVector.broadcast(S, a[a0 + p]).fma(u, u0);
            u1 = FloatVector.broadcast(S, a[a1 + p]).fma(u, u1);
            u2 = FloatVector.broadcast(S, a[a2 + p]).fma(u, u2);
            u3 = FloatVector.broadcast(S, a[a3 + p]).fma(u, u3);
            u4 = FloatVector.broadcast(S, a[a4 + p]).fma(u, u4);
            u5 = FloatVector.broadcast(S, a[a5 + p]).fma(u, u5);
            u6 = FloatVector.broadcast(S, a[a6 + p]).fma(u, u6);
            u7 = FloatVector.broadcast(S, a[a7 + p]).fma(u, u7);
            u8 = FloatVector.broadcast(S, a[a8 + p]).fma(u, u8);
            u9 = FloatVector.broadcast(S, a[a9 + p]).fma(u, u9);
            u10 = FloatVector.broadcast(S, a[a10 + p]).fma(u, u10);
            u11 = FloatVector.broadcast(S, a[a11 + p]).fma(u, u11);
            p += aStep;
            q += bStep;
        }
        u0.intoArray(y, y0);
        u1.intoArray(y, y1);
        u2.intoArray(y, y2);
        u3.intoArray(y, y3);
        u4.intoArray(y, y4);
        u5.intoArray(y, y5);
        u6.intoArray(y, y6);
        u7.intoArray(y, y7);
        u8.intoArray(y, y8);
        u9.intoArray(y, y9);
        u10.intoArray(y, y10);
        u11.intoArray(y, y11);
    }
}
