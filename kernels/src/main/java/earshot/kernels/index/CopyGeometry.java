package earshot.kernels.index;

import java.util.Arrays;

/// Which elements go where when a part of one array is copied to a part of another: element {@code (i_0, i_1, …)} from
/// {@code from + Σ i_k fromStride_k} to {@code to + Σ i_k toStride_k}. Permutations, slices with steps, reversals (negative strides),
/// repetitions (stride 0 in the source) and pieces of a larger array all have this form.
///
/// @param shape how many elements along each axis
/// @param from position of the first element in the source
/// @param fromStride elements to step in the source for one step along each axis
/// @param to position of the first element in the target
/// @param toStride likewise in the target; no two elements may meet there
public record CopyGeometry(int[] shape, int from, int[] fromStride, int to, int[] toStride) {

    public CopyGeometry {
        if (shape.length < 1 || shape.length != fromStride.length || shape.length != toStride.length) {
            throw new IllegalArgumentException("copy: shape and strides must have one length of at least 1, got "
                    + Arrays.toString(shape) + ", " + Arrays.toString(fromStride) + ", " + Arrays.toString(toStride));
        }
        boolean empty = Arrays.stream(shape).anyMatch(s -> s == 0);
        for (int k = 0; k < shape.length; k++) {
            if (shape[k] < 0 || shape[k] > 1 && toStride[k] == 0 && !empty) {
                throw new IllegalArgumentException("copy: need sizes >= 0 and no stride 0 in the target, got "
                        + Arrays.toString(shape) + " with strides " + Arrays.toString(toStride));
            }
        }
    }

    /// The same copy with as few axes as possible: those of size 1 vanish, and neighbours that continue each other become one.
    public static CopyGeometry merged(int[] shape, int from, int[] fromStride, int to, int[] toStride) {
        int[] size = new int[shape.length + 1];
        int[] f = new int[shape.length + 1];
        int[] t = new int[shape.length + 1];
        size[0] = 1;
        int last = 0;
        for (int k = 0; k < shape.length; k++) {
            if (shape[k] == 1) {
                continue;
            }
            boolean merges = size[last] == 1
                    || f[last] == fromStride[k] * shape[k] && t[last] == toStride[k] * shape[k];
            if (merges) {
                size[last] *= shape[k];
            } else {
                size[++last] = shape[k];
            }
            f[last] = fromStride[k];
            t[last] = toStride[k];
        }
        return new CopyGeometry(Arrays.copyOf(size, last + 1), from, Arrays.copyOf(f, last + 1), to, Arrays.copyOf(t, last + 1));
    }

    /// Strides of a row-major array.
    public static int[] strides(int... shape) {
        int[] strides = new int[shape.length];
        int step = 1;
        for (int k = shape.length - 1; k >= 0; k--) {
            strides[k] = step;
            step *= shape[k];
        }
        return strides;
    }

    /// Number of elements.
    public int size() {
        int n = 1;
        for (int s : shape) {
            n *= s;
        }
        return n;
    }
}
