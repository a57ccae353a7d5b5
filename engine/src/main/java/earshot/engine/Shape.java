package earshot.engine;

import java.util.Arrays;

/// The sizes of a tensor's axes, outermost first; the elements lie in row-major order. No axis means one number.
///
/// Immutable. Axes may be counted from the end: -1 is the last one.
public final class Shape {
    private final int[] sizes;
    private final int count;

    private Shape(int[] sizes) {
        long product = 1;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("shape: sizes must not be negative, got " + text(sizes));
            }
            product *= size;
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape: " + text(sizes) + " has more than " + Integer.MAX_VALUE
                        + " elements; split it into smaller tensors");
            }
        }
        this.sizes = sizes;
        this.count = (int) product;
    }

    /// The shape with these axis sizes.
    public static Shape of(int... sizes) {
        return new Shape(sizes.clone());
    }

    /// Number of axes.
    public int rank() {
        return sizes.length;
    }

    /// Number of elements.
    public int count() {
        return count;
    }

    /// Size of one axis; negative counts from the end.
    public int size(int axis) {
        return sizes[axis < 0 ? axis + sizes.length : axis];
    }

    /// All sizes, as a fresh array.
    public int[] sizes() {
        return sizes.clone();
    }

    /// Product of the sizes of axes {@code from} (inclusive) to {@code to} (exclusive).
    public int count(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return product;
    }

    /// This shape with another size in one axis; negative counts from the end.
    public Shape with(int axis, int size) {
        int[] copy = sizes.clone();
        copy[axis < 0 ? axis + sizes.length : axis] = size;
        return new Shape(copy);
    }

    /// This shape with one more axis, of size 1.
    ///
    /// @param operation named in the error
    /// @param axis its position in the result; negative counts from the end
    /// @throws IllegalArgumentException if there is no such position
    public Shape inserted(String operation, int axis) {
        int rank = sizes.length + 1;
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(operation + ": no place " + axis + " for a new axis in " + this + "; use " + -rank
                    + " to " + (rank - 1));
        }
        int at = axis < 0 ? axis + rank : axis;
        int[] copy = Arrays.copyOf(sizes, rank);
        System.arraycopy(sizes, at, copy, at + 1, sizes.length - at);
        copy[at] = 1;
        return new Shape(copy);
    }

    /// The axis counted from the front.
    ///
    /// @param operation named in the error
    /// @throws IllegalArgumentException if there is no such axis
    public int axis(String operation, int axis) {
        if (axis < -sizes.length || axis >= sizes.length) {
            throw new IllegalArgumentException(operation + ": no axis " + axis + " in " + this + ", which has " + sizes.length
                    + (sizes.length == 1 ? " axis" : " axes") + "; use " + -sizes.length + " to " + (sizes.length - 1));
        }
        return axis < 0 ? axis + sizes.length : axis;
    }

    /// Which axes a reduction names; none named means all.
    ///
    /// @throws IllegalArgumentException if an axis does not exist or is named twice
    public boolean[] mask(String operation, int... axes) {
        boolean[] mask = new boolean[sizes.length];
        if (axes.length == 0) {
            Arrays.fill(mask, true);
        }
        for (int a : axes) {
            int axis = axis(operation, a);
            if (mask[axis]) {
                throw new IllegalArgumentException(
                        operation + ": axis " + a + " of " + this + " is named twice in " + text(axes) + "; name it once");
            }
            mask[axis] = true;
        }
        return mask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /// {@code [8,128,431,1]}.
    @Override
    public String toString() {
        return text(sizes);
    }

    private static String text(int[] sizes) {
        return Arrays.toString(sizes).replace(" ", "");
    }
}
