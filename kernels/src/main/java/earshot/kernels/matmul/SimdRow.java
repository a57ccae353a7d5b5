package earshot.kernels.matmul;

import earshot.kernels.elementwise.SimdFunctions;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// A row times a matrix, each number of which is used once: memory's speed is the limit, so the matrix is read as it is stored.
final class SimdRow {
    /// Columns of a task.
    private static final int GRAIN = 256;
    private static final int L = FLOATS.length();

    private SimdRow() {
    }

    /// {@code y[j] = s[j · sStep] + Σ_k a[k] · b[k, j]}.
    ///
    /// @param transposed {@code b} is stored as {@code [n, k]}
    static void multiply(Workers workers, int n, int k, boolean transposed, float[] a, int a0, float[] b, int b0, float[] s,
            int sStep,
            float[] y, int y0) {
        workers.stretches(n, GRAIN, (from, to) -> {
            float[] buffer = new float[L];
            if (transposed) {
                for (int j = from; j < to; j++) {
                    y[y0 + j] = s[j * sStep] + dot(k, a, a0, b, b0 + j * k, buffer);
                }
            } else {
                for (int j = from; j < to; j++) {
                    y[y0 + j] = s[j * sStep];
                }
                for (int i = 0; i < k; i++) {
                    add(to - from, a[a0 + i], b, b0 + i * n + from, y, y0 + from);
                }
            }
        });
    }

    private static float dot(int k, float[] a, int a0, float[] b, int b0, float[] buffer) {
        FloatVector s = FloatVector.zero(FLOATS);
        FloatVector t = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i + 2 * L <= k; i += 2 * L) {
            s = FloatVector.fromArray(FLOATS, a, a0 + i).fma(FloatVector.fromArray(FLOATS, b, b0 + i), s);
            t = FloatVector.fromArray(FLOATS, a, a0 + i + L).fma(FloatVector.fromArray(FLOATS, b, b0 + i + L), t);
        }
        for (; i < k; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, k);
            s = FloatVector.fromArray(FLOATS, a, a0 + i, m).fma(FloatVector.fromArray(FLOATS, b, b0 + i, m), s);
        }
        return SimdFunctions.sum(s.add(t), buffer);
    }

    private static void add(int n, float x, float[] b, int b0, float[] y, int y0) {
        FloatVector t = FloatVector.broadcast(FLOATS, x);
        int j = 0;
        for (; j + L <= n; j += L) {
            t.fma(FloatVector.fromArray(FLOATS, b, b0 + j), FloatVector.fromArray(FLOATS, y, y0 + j)).intoArray(y, y0 + j);
        }
        if (j < n) {
            VectorMask<Float> m = FLOATS.indexInRange(j, n);
            t.fma(FloatVector.fromArray(FLOATS, b, b0 + j, m), FloatVector.fromArray(FLOATS, y, y0 + j, m)).intoArray(y, y0 + j,
                    m);
        }
    }
}
