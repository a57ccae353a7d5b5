package earshot.kernels.reduce;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Maxima and the first place where they stand; NaN is larger than any number.
final class SimdMax {
    /// Columns that are followed through all rows at a time.
    static final int BLOCK = 256;
    private static final int L = FLOATS.length();

    private SimdMax() {
    }

    /// Of {@code n} neighbouring numbers: first the largest by vectors, whose order does not matter, then where it comes first.
    static void row(float[] x, int x0, int n, float[] y, int[] at, int to) {
        FloatVector best = FloatVector.broadcast(FLOATS, x[x0]);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, n);
            best = best.lanewise(VectorOperators.MAX, FloatVector.fromArray(FLOATS, x, x0 + i, m), m);
        }
        float largest = best.reduceLanes(VectorOperators.MAX);
        int first = 0;
        while (x[x0 + first] != largest && !Float.isNaN(x[x0 + first])) {
            first++;
        }
        y[to] = x[x0 + first];
        at[to] = first;
    }

    /// Of each of {@code n} neighbouring columns.
    static void columns(float[] x, int x0, int count, int stride, int n, float[] y, int[] at, int to) {
        for (int j = 0; j < n; j++) {
            y[to + j] = x[x0 + j];
            at[to + j] = 0;
        }
        for (int r = 1; r < count; r++) {
            for (int j = 0; j < n; j++) {
                float candidate = x[x0 + r * stride + j];
                float largest = y[to + j];
                if (candidate > largest || Float.isNaN(candidate) && !Float.isNaN(largest)) {
                    y[to + j] = candidate;
                    at[to + j] = r;
                }
            }
        }
    }
}
