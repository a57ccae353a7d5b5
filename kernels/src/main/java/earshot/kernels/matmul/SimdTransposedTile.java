package earshot.kernels.matmul;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SimdTile] for a left operand that is stored transposed, so that the numbers of a step are neighbours: {@code a[i, k]} stands at
/// {@code a0 + i + k · aStep}. Gradients of weights are such products.
final class SimdTransposedTile {
    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    private SimdTransposedTile() {
    }

    /// One tile, as [SimdTile#multiply].
    ///
    /// @param aStep elements of {@code a} from one step to the next
    static void multiply(int k, float[] a, int a0, int aStep, float[] b, int b0, float[] s, int s0, int sRow, float[] y, int y0,
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
        int p = a0;
        for (int q = b0, end = b0 + k * SimdTile.COLUMNS; q < end; q += SimdTile.COLUMNS) {
            FloatVector u = FloatVector.fromArray(S, b, q);
            FloatVector v = FloatVector.fromArray(S, b, q + L);
            FloatVector t = FloatVector.broadcast(S, a[p]);
            u0 = t.fma(u, u0);
            v0 = t.fma(v, v0);
            t = FloatVector.broadcast(S, a[p + 1]);
            u1 = t.fma(u, u1);
            v1 = t.fma(v, v1);
            t = FloatVector.broadcast(S, a[p + 2]);
            u2 = t.fma(u, u2);
            v2 = t.fma(v, v2);
            t = FloatVector.broadcast(S, a[p + 3]);
            u3 = t.fma(u, u3);
            v3 = t.fma(v, v3);
            t = FloatVector.broadcast(S, a[p + 4]);
            u4 = t.fma(u, u4);
            v4 = t.fma(v, v4);
            t = FloatVector.broadcast(S, a[p + 5]);
            u5 = t.fma(u, u5);
            v5 = t.fma(v, v5);
            p += aStep;
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
