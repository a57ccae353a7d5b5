package earshot.kernels.simd;

import java.util.Arrays;

/// Lets a loop over whole vectors take what is left of a vector as well: in copies of one vector's length. Masks in the loop instead cost as
/// much as its work where masks are no registers of their own, as with AVX2: AdamW took 1.56 ns for each number with masks, 0.88 without.
public final class WholeVectors {
    private static final int L = Lanes.COUNT;

    private WholeVectors() {
    }

    /// A loop over whole vectors.
    public interface Loop {
        /// @param a the arrays, or copies of a piece of them
        /// @param from first element, and where it stands
        /// @param to behind the last; whole vectors from {@code from}
        void run(float[][] a, int from, int to);
    }

    /// Runs a loop over elements {@code [from, to)} of all arrays, which may be the same. Any element may be written, and only from those of
    /// the same index.
    public static void run(int from, int to, Loop loop, float[]... arrays) {
        if (from >= to) {
            return;
        }
        int rest = (to - from) % L;
        float[][] a = arrays;
        int begin = from;
        int end = to - rest;
        // One call for both: loops with an exponential were many times as slow where the compiler took them into their caller twice.
        for (boolean tail = end == from;; tail = true) {
            if (tail) {
                a = copies(arrays, to - rest, rest);
                begin = 0;
                end = L;
            }
            loop.run(a, begin, end);
            if (tail || rest == 0) {
                break;
            }
        }
        for (int i = 0; i < arrays.length && a != arrays; i++) {
            System.arraycopy(a[i], 0, arrays[i], to - rest, rest);
        }
    }

    private static float[][] copies(float[][] arrays, int from, int count) {
        float[][] copies = new float[arrays.length][];
        for (int i = 0; i < copies.length; i++) {
            for (int j = 0; j < i; j++) {
                if (arrays[j] == arrays[i]) {
                    copies[i] = copies[j];
                }
            }
            if (copies[i] == null) {
                copies[i] = new float[L];
                System.arraycopy(arrays[i], from, copies[i], 0, count);
            }
        }
        return copies;
    }
}
