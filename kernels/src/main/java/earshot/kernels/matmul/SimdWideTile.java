package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SimdTile] for machines with 32 vector registers (AVX-512): as many rows by four vectors, which are two panels, in 24 accumulators. A number
/// of {@code a} serves twice as many columns, and there is less to do beside the products than with 12 rows by two vectors: as fast on
/// cores of its own, where another program's thread shared the core some tenths faster.
final class SimdWideTile {
    /// Whether this machine's vectors come with registers enough.
    static final boolean SUITS = Lanes.FLOATS.vectorBitSize() == 512;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    private SimdWideTile() {
    }

    /// One tile, as [SimdTile#multiply], of the panel at {@code b0} and the one at {@code c0}.
    static void multiply(int k, float[] a, int a0, float[] b, int b0, int c0, float[] s, int s0, int sRow, float[] y, int y0,
            int yRow) {
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
        FloatVector t0 = FloatVector.fromArray(S, s, s0);
        FloatVector u0 = FloatVector.fromArray(S, s, s0 + L);
        FloatVector v0 = FloatVector.fromArray(S, s, s0 + 2 * L);
        FloatVector w0 = FloatVector.fromArray(S, s, s0 + 3 * L);
        FloatVector t1 = FloatVector.fromArray(S, s, s1);
        FloatVector u1 = FloatVector.fromArray(S, s, s1 + L);
        FloatVector v1 = FloatVector.fromArray(S, s, s1 + 2 * L);
        FloatVector w1 = FloatVector.fromArray(S, s, s1 + 3 * L);
        FloatVector t2 = FloatVector.fromArray(S, s, s2);
        FloatVector u2 = FloatVector.fromArray(S, s, s2 + L);
        FloatVector v2 = FloatVector.fromArray(S, s, s2 + 2 * L);
        FloatVector w2 = FloatVector.fromArray(S, s, s2 + 3 * L);
        FloatVector t3 = FloatVector.fromArray(S, s, s3);
        FloatVector u3 = FloatVector.fromArray(S, s, s3 + L);
        FloatVector v3 = FloatVector.fromArray(S, s, s3 + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, s, s3 + 3 * L);
        FloatVector t4 = FloatVector.fromArray(S, s, s4);
        FloatVector u4 = FloatVector.fromArray(S, s, s4 + L);
        FloatVector v4 = FloatVector.fromArray(S, s, s4 + 2 * L);
        FloatVector w4 = FloatVector.fromArray(S, s, s4 + 3 * L);
        FloatVector t5 = FloatVector.fromArray(S, s, s5);
        FloatVector u5 = FloatVector.fromArray(S, s, s5 + L);
        FloatVector v5 = FloatVector.fromArray(S, s, s5 + 2 * L);
        FloatVector w5 = FloatVector.fromArray(S, s, s5 + 3 * L);
        int i = 0;
        int beyond = c0 - b0;
        for (int q = b0, end = b0 + k * SimdTile.COLUMNS; q < end; q += SimdTile.COLUMNS) {
            int p = a0 + i + i / L * ((SimdTile.ROWS - 1) * L);
            int r = q + beyond;
            FloatVector t = FloatVector.fromArray(S, b, q);
            FloatVector u = FloatVector.fromArray(S, b, q + L);
            FloatVector v = FloatVector.fromArray(S, b, r);
            FloatVector w = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            t0 = x.fma(t, t0);
            u0 = x.fma(u, u0);
            v0 = x.fma(v, v0);
            w0 = x.fma(w, w0);
            x = FloatVector.broadcast(S, a[p + L]);
            t1 = x.fma(t, t1);
            u1 = x.fma(u, u1);
            v1 = x.fma(v, v1);
            w1 = x.fma(w, w1);
            x = FloatVector.broadcast(S, a[p + 2 * L]);
            t2 = x.fma(t, t2);
            u2 = x.fma(u, u2);
            v2 = x.fma(v, v2);
            w2 = x.fma(w, w2);
            x = FloatVector.broadcast(S, a[p + 3 * L]);
            t3 = x.fma(t, t3);
            u3 = x.fma(u, u3);
            v3 = x.fma(v, v3);
            w3 = x.fma(w, w3);
            x = FloatVector.broadcast(S, a[p + 4 * L]);
            t4 = x.fma(t, t4);
            u4 = x.fma(u, u4);
            v4 = x.fma(v, v4);
            w4 = x.fma(w, w4);
            x = FloatVector.broadcast(S, a[p + 5 * L]);
            t5 = x.fma(t, t5);
            u5 = x.fma(u, u5);
            v5 = x.fma(v, v5);
            w5 = x.fma(w, w5);
            i++;
        }
        t0.intoArray(y, y0);
        u0.intoArray(y, y0 + L);
        v0.intoArray(y, y0 + 2 * L);
        w0.intoArray(y, y0 + 3 * L);
        t1.intoArray(y, y1);
        u1.intoArray(y, y1 + L);
        v1.intoArray(y, y1 + 2 * L);
        w1.intoArray(y, y1 + 3 * L);
        t2.intoArray(y, y2);
        u2.intoArray(y, y2 + L);
        v2.intoArray(y, y2 + 2 * L);
        w2.intoArray(y, y2 + 3 * L);
        t3.intoArray(y, y3);
        u3.intoArray(y, y3 + L);
        v3.intoArray(y, y3 + 2 * L);
        w3.intoArray(y, y3 + 3 * L);
        t4.intoArray(y, y4);
        u4.intoArray(y, y4 + L);
        v4.intoArray(y, y4 + 2 * L);
        w4.intoArray(y, y4 + 3 * L);
        t5.intoArray(y, y5);
        u5.intoArray(y, y5 + L);
        v5.intoArray(y, y5 + 2 * L);
        w5.intoArray(y, y5 + 3 * L);
    }
}
