package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.reduce.Reduction;
import java.util.Arrays;

/// Sums over any set of axes, and their transpose, from the kernels' sum over one axis: neighbouring axes count as one.
final class Axes {

    private Axes() {
    }

    /// The shape after a reduction.
    static Shape reduced(Shape x, boolean[] mask, boolean keep) {
        int[] sizes = new int[x.rank()];
        int n = 0;
        for (int i = 0; i < x.rank(); i++) {
            if (!mask[i]) {
                sizes[n++] = x.size(i);
            } else if (keep) {
                sizes[n++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, n));
    }

    /// The shape after a reduction whose mask may not fit.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if the mask is meant for another number of axes
    static Shape reduced(String operation, Shape x, boolean[] mask, boolean keep) {
        if (x.rank() != mask.length) {
            throw new IllegalArgumentException(operation + ": axes " + Arrays.toString(mask) + " are meant for " + mask.length
                    + " axes, the operand has " + x + "; build the mask from its shape");
        }
        return reduced(x, mask, keep);
    }

    /// A shape with one more axis at its end.
    static Shape append(Shape x, int size) {
        int[] sizes = Arrays.copyOf(x.sizes(), x.rank() + 1);
        sizes[x.rank()] = size;
        return Shape.of(sizes);
    }

    /// Number of elements that are summed into one.
    static int count(Shape x, boolean[] mask) {
        int n = 1;
        for (int i = 0; i < x.rank(); i++) {
            n *= mask[i] ? x.size(i) : 1;
        }
        return n;
    }

    /// {@code scale · Σ x} over the marked axes, as a fresh tensor.
    static Tensor sum(Tensor x, boolean[] mask, double scale, Shape y) {
        Tensor t = x;
        int end = x.shape().rank();
        boolean first = true;
        while (end > 0) {
            int start = runStart(mask, end);
            if (mask[end - 1]) {
                Shape next = t.shape();
                for (int i = start; i < end; i++) {
                    next = next.with(i, 1);
                }
                Reduction g = new Reduction(t.shape().count(0, start), t.shape().count(start, end),
                        t.shape().count(end, t.shape().rank()));
                Tensor s = Tensor.empty(x.backend(), next);
                x.backend().reduce().sum(g, first ? scale : 1, t.storage(), s.storage());
                t = s;
                first = false;
            }
            end = start;
        }
        if (first) {
            Tensor s = Tensor.empty(x.backend(), x.shape());
            x.backend().elementwise().affine(x.shape().count(), scale, 0, x.storage(), s.storage());
            t = s;
        }
        return t.view(y);
    }

    /// {@code scale · y}, repeated along the marked axes of {@code x}: the transpose of [#sum].
    static Tensor expand(Tensor y, boolean[] mask, double scale, Shape x) {
        Shape kept = reduced(x, mask, true);
        Tensor t = y.view(kept);
        int end = x.rank();
        boolean first = true;
        while (end > 0) {
            int start = runStart(mask, end);
            if (mask[end - 1]) {
                Shape next = t.shape();
                for (int i = start; i < end; i++) {
                    next = next.with(i, x.size(i));
                }
                Reduction g = new Reduction(next.count(0, start), next.count(start, end), next.count(end, next.rank()));
                Tensor s = Tensor.empty(y.backend(), next);
                y.backend().reduce().expand(g, first ? scale : 1, t.storage(), s.storage());
                t = s;
                first = false;
            }
            end = start;
        }
        if (first) {
            Tensor s = Tensor.empty(y.backend(), x);
            y.backend().elementwise().affine(x.count(), scale, 0, y.storage(), s.storage());
            t = s;
        }
        return t.view(x);
    }

    /// Sums a gradient back to the shape of an operand that was broadcast; the gradient itself if it was not.
    static Tensor sumTo(Tensor dy, Shape operand) {
        if (dy.shape().equals(operand)) {
            return dy;
        }
        return sum(dy, repeated(dy.shape(), operand), 1, operand);
    }

    /// Repeats an operand to the shape that it is broadcast to; the operand itself if that is its own.
    static Tensor expandTo(Tensor x, Shape y) {
        if (x.shape().equals(y)) {
            return x;
        }
        return expand(x, repeated(y, x.shape()), 1, y);
    }

    /// The shape that two operands broadcast to.
    static Shape broadcast(String operation, Shape a, Shape b) {
        try {
            return Shape.of(Broadcast.outputShape(a.sizes(), b.sizes()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(operation + ": " + e.getMessage(), e);
        }
    }

    private static boolean[] repeated(Shape y, Shape operand) {
        boolean[] mask = new boolean[y.rank()];
        int missing = y.rank() - operand.rank();
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i < missing || operand.size(i - missing) == 1 && y.size(i) != 1;
        }
        return mask;
    }

    /// Start of the run of equally marked axes that ends at {@code end}.
    private static int runStart(boolean[] mask, int end) {
        int start = end - 1;
        while (start > 0 && mask[start - 1] == mask[end - 1]) {
            start--;
        }
        return start;
    }
}
