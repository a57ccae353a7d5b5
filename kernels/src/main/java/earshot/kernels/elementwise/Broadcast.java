package earshot.kernels.elementwise;

import java.util.Arrays;

/// How two row-major operands line up under NumPy's broadcasting rule: shapes are aligned at their last axes, and an axis of
/// size 1 (or a missing one) repeats.
///
/// Neighbouring axes that behave alike are merged, so equal shapes always give one axis, and a bias over the last axis two.
///
/// @param shape size of each merged axis of the output; its product is the number of output elements
/// @param strideA elements to step in {@code a} for one step along each axis; 0 where {@code a} repeats
/// @param strideB likewise for {@code b}
public record Broadcast(int[] shape, int[] strideA, int[] strideB) {

    public Broadcast {
        if (shape.length < 1 || shape.length != strideA.length || shape.length != strideB.length) {
            throw new IllegalArgumentException("broadcast: shape and strides must have one length of at least 1, got "
                    + Arrays.toString(shape) + ", " + Arrays.toString(strideA) + ", " + Arrays.toString(strideB));
        }
    }

    /// The plan for two shapes.
    ///
    /// @throws IllegalArgumentException if an axis differs and neither operand has size 1 there
    public static Broadcast of(int[] shapeA, int[] shapeB) {
        int[] shape = outputShape(shapeA, shapeB);
        int rank = shape.length;
        int[] a = strides(shapeA, rank);
        int[] b = strides(shapeB, rank);
        int[] size = new int[rank + 1];
        int[] sa = new int[rank + 1];
        int[] sb = new int[rank + 1];
        size[0] = 1;
        int last = 0;
        for (int i = 0; i < rank; i++) {
            if (shape[i] == 1) {
                continue;
            }
            boolean merges = size[last] == 1 || sa[last] == a[i] * shape[i] && sb[last] == b[i] * shape[i];
            if (merges) {
                size[last] *= shape[i];
            } else {
                size[++last] = shape[i];
            }
            sa[last] = a[i];
            sb[last] = b[i];
        }
        return new Broadcast(Arrays.copyOf(size, last + 1), Arrays.copyOf(sa, last + 1), Arrays.copyOf(sb, last + 1));
    }

    /// The shape that two shapes broadcast to.
    ///
    /// @throws IllegalArgumentException if an axis differs and neither operand has size 1 there
    public static int[] outputShape(int[] shapeA, int[] shapeB) {
        int rank = Math.max(shapeA.length, shapeB.length);
        int[] shape = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= shapeA.length ? shapeA[shapeA.length - i] : 1;
            int b = i <= shapeB.length ? shapeB[shapeB.length - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException("shapes " + Arrays.toString(shapeA) + " and " + Arrays.toString(shapeB)
                        + " do not broadcast: axis -" + i + " has sizes " + a + " and " + b
                        + "; make them equal or one of them 1");
            }
            shape[rank - i] = a == 1 ? b : a;
        }
        return shape;
    }

    /// Number of output elements.
    public int size() {
        int n = 1;
        for (int s : shape) {
            n *= s;
        }
        return n;
    }

    private static int[] strides(int[] shape, int rank) {
        int[] strides = new int[rank];
        int step = 1;
        for (int i = 1; i <= shape.length; i++) {
            int size = shape[shape.length - i];
            strides[rank - i] = size == 1 ? 0 : step;
            step *= size;
        }
        return strides;
    }
}
