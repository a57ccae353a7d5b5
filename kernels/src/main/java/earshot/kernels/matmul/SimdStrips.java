package earshot.kernels.matmul;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The left operand of a product, packed for [SimdTile]: rows are cut into strips of {@link SimdTile#ROWS}, and each strip stands
/// as {@code [k / L, ROWS, L]}, in blocks of one vector of each row. So packing copies whole vectors, and what makes rows, such as a transform
/// of an image's tiles, can write them where they belong.
public final class SimdStrips {
    private static final int ROWS = SimdTile.ROWS;
    private static final int L = FLOATS.length();

    private SimdStrips() {
    }

    /// Elements of a strip.
    public static int strip(int k) {
        return Math.ceilDiv(k, L) * L * ROWS;
    }

    /// Elements of all strips.
    public static int size(int m, int k) {
        return Math.multiplyExact(Math.ceilDiv(m, ROWS), strip(k));
    }

    /// Where row {@code i}, of {@code k} numbers, begins. It goes on, a vector at a time, in steps of {@code ROWS · L}.
    public static int start(int i, int k) {
        return i / ROWS * strip(k) + i % ROWS * L;
    }

    /// Packs rows, the last strip filled up with zeros.
    ///
    /// @param row elements from one row of {@code a} to the next
    static void pack(int m, int k, float[] a, int a0, int row, float[] to, int to0) {
        int whole = k - k % L;
        VectorMask<Float> rest = FLOATS.indexInRange(whole, k);
        for (int i = 0; i < m; i++) {
            int from = a0 + i * row;
            int at = to0 + start(i, k);
            for (int p = 0; p < whole; p += L) {
                FloatVector.fromArray(FLOATS, a, from + p).intoArray(to, at + p * ROWS);
            }
            if (whole < k) {
                FloatVector.fromArray(FLOATS, a, from + whole, rest).intoArray(to, at + whole * ROWS);
            }
        }
        clear(m, k, to, to0);
    }

    /// Packs rows that are stored transposed.
    ///
    /// @param step elements from one step of {@code a} to the next; its rows are neighbours
    static void packTransposed(int m, int k, float[] a, int a0, int step, float[] to, int to0) {
        for (int i = 0; i < m; i++) {
            int at = to0 + start(i, k);
            for (int p = 0; p < k; p++) {
                to[at + p % L + p / L * (ROWS * L)] = a[a0 + i + p * step];
            }
        }
        clear(m, k, to, to0);
    }

    private static void clear(int m, int k, float[] to, int to0) {
        for (int i = m; i % ROWS != 0; i++) {
            int at = to0 + start(i, k);
            for (int p = 0; p < k; p += L) {
                Arrays.fill(to, at + p * ROWS, at + p * ROWS + L, 0f);
            }
        }
    }
}
