package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SimdTile] for machines with 32 vector registers (AVX-512): {@value #ROWS} rows by two vectors of columns, 24 accumulators. A vector
/// of {@code b} serves twice as many rows, so loads no longer keep up with the products as their limit.
///
/// Only whole tiles; [SimdTile] takes the rows that are left.
final class SimdTallTile {
    /// Rows of a tile.
    static final int ROWS = 12;
    /// Whether this machine's vectors come with registers enough.
    static final boolean SUITS = Lanes.FLOATS.vectorBitSize() == 512;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    private SimdTallTile() {
    }

    /// One tile, as [SimdTile#multiply] for {@value #ROWS} valid rows.
    static void multiply(int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] s, int s0, int sRow,
            float[] y,
            int y0,
            int yRow) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        int a8 = a7 + aRow;
        int a9 = a8 + aRow;
        int a10 = a9 + aRow;
        int a11 = a10 + aRow;
        int s1 = s0 + sRow;
        int s2 = s1 + sRow;
        int s3 = s2 + sRow;
        int s4 = s3 + sRow;
        int s5 = s4 + sRow;
        int s6 = s5 + sRow;
        int s7 = s6 + sRow;
        int s8 = s7 + sRow;
        int s9 = s8 + sRow;
        int s10 = s9 + sRow;
        int s11 = s10 + sRow;
        int y1 = y0 + yRow;
        int y2 = y1 + yRow;
        int y3 = y2 + yRow;
        int y4 = y3 + yRow;
        int y5 = y4 + yRow;
        int y6 = y5 + yRow;
        int y7 = y6 + yRow;
        int y8 = y7 + yRow;
        int y9 = y8 + yRow;
        int y10 = y9 + yRow;
        int y11 = y10 + yRow;
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
        FloatVector u6 = FloatVector.fromArray(S, s, s6);
        FloatVector v6 = FloatVector.fromArray(S, s, s6 + L);
        FloatVector u7 = FloatVector.fromArray(S, s, s7);
        FloatVector v7 = FloatVector.fromArray(S, s, s7 + L);
        FloatVector u8 = FloatVector.fromArray(S, s, s8);
        FloatVector v8 = FloatVector.fromArray(S, s, s8 + L);
        FloatVector u9 = FloatVector.fromArray(S, s, s9);
        FloatVector v9 = FloatVector.fromArray(S, s, s9 + L);
        FloatVector u10 = FloatVector.fromArray(S, s, s10);
        FloatVector v10 = FloatVector.fromArray(S, s, s10 + L);
        FloatVector u11 = FloatVector.fromArray(S, s, s11);
        FloatVector v11 = FloatVector.fromArray(S, s, s11 + L);
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
            t = FloatVector.broadcast(S, a[a6 + p]);
            u6 = t.fma(u, u6);
            v6 = t.fma(v, v6);
            t = FloatVector.broadcast(S, a[a7 + p]);
            u7 = t.fma(u, u7);
            v7 = t.fma(v, v7);
            t = FloatVector.broadcast(S, a[a8 + p]);
            u8 = t.fma(u, u8);
            v8 = t.fma(v, v8);
            t = FloatVector.broadcast(S, a[a9 + p]);
            u9 = t.fma(u, u9);
            v9 = t.fma(v, v9);
            t = FloatVector.broadcast(S, a[a10 + p]);
            u10 = t.fma(u, u10);
            v10 = t.fma(v, v10);
            t = FloatVector.broadcast(S, a[a11 + p]);
            u11 = t.fma(u, u11);
            v11 = t.fma(v, v11);
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
        u6.intoArray(y, y6);
        v6.intoArray(y, y6 + L);
        u7.intoArray(y, y7);
        v7.intoArray(y, y7 + L);
        u8.intoArray(y, y8);
        v8.intoArray(y, y8 + L);
        u9.intoArray(y, y9);
        v9.intoArray(y, y9 + L);
        u10.intoArray(y, y10);
        v10.intoArray(y, y10 + L);
        u11.intoArray(y, y11);
        v11.intoArray(y, y11 + L);
    }
}
