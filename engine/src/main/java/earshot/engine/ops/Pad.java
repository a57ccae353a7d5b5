package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.IntStorage;
import java.util.Arrays;
import java.util.List;

/// More elements before and after, along every axis: one number, or what stands inside, mirrored at the edge or the edge itself.
///
/// ```
/// y  = x in the middle; constant: the value around it; reflect: x[1], x[2], … outwards, without the edge; replicate: the edge
/// dx = Σ dy over all places that show the element
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code PadTest}.
///
/// @param before elements added in front of each axis
/// @param after elements added behind each axis
/// @param value what a constant padding consists of
public record Pad(Mode mode, int[] before, int[] after, double value) implements Differentiable<Pad.Saved> {

    /// What stands in the margin.
    public enum Mode {
        /// One number.
        CONSTANT,
        /// The neighbours of the edge, mirrored at it.
        REFLECT,
        /// The edge.
        REPLICATE
    }

    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "pad";
    }

    /// {@code before + size + after} along each axis. A mirror must be smaller than what it shows, and an edge must exist.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        boolean fits = before.length == x.rank() && after.length == x.rank();
        int[] sizes = x.sizes();
        for (int k = 0; fits && k < sizes.length; k++) {
            int most = switch (mode) {
                case CONSTANT -> Integer.MAX_VALUE;
                case REFLECT -> Math.max(0, x.size(k) - 1);
                case REPLICATE -> x.size(k) == 0 ? 0 : Integer.MAX_VALUE;
            };
            fits = before[k] >= 0 && after[k] >= 0 && before[k] <= most && after[k] <= most;
            sizes[k] += before[k] + after[k];
        }
        if (!fits) {
            throw new IllegalArgumentException("pad: " + Arrays.toString(before) + " before and " + Arrays.toString(after)
                    + " after do not fit " + x + " in mode " + mode
                    + "; name one size of at least 0 for each axis, to reflect less than the axis has; to cut use slice");
        }
        return Shape.of(sizes);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        return new Forward<>(mode == Mode.CONSTANT ? framed(x, shape) : repeated(x), new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{mode == Mode.CONSTANT ? inside(dy, s.x) : collected(dy, s.x)};
    }

    private Tensor framed(Tensor x, Shape shape) {
        Tensor y = Tensor.full(x.backend(), shape, value);
        Strided.copy(x.shape().sizes(), x, Strided.Part.all(x.shape()), y, middle(shape));
        return y;
    }

    private Tensor inside(Tensor dy, Shape x) {
        Tensor dx = Tensor.empty(dy.backend(), x);
        Strided.copy(x.sizes(), dy, middle(dy.shape()), dx, Strided.Part.all(x));
        return dx;
    }

    private Strided.Part middle(Shape y) {
        int[] ones = new int[before.length];
        Arrays.fill(ones, 1);
        return Strided.Part.of(y, before, ones);
    }

    /// One axis after another, first to last.
    private Tensor repeated(Tensor x) {
        Tensor t = x;
        for (int k = 0; k < before.length; k++) {
            Tensor next = Tensor.empty(x.backend(), t.shape().with(k, before[k] + t.shape().size(k) + after[k]));
            x.backend().index().take(Gather.geometry(t.shape(), next.shape(), k), t.storage(), shown(x, k, t.shape().size(k)),
                    next.storage());
            t = next;
        }
        return t == x ? x.copy() : t;
    }

    /// One axis after another, last to first.
    private Tensor collected(Tensor dy, Shape x) {
        Tensor t = dy;
        for (int k = before.length - 1; k >= 0; k--) {
            Tensor next = Tensor.full(dy.backend(), t.shape().with(k, x.size(k)), 0);
            dy.backend().index().addAt(Gather.geometry(next.shape(), t.shape(), k), t.storage(), shown(dy, k, x.size(k)),
                    next.storage());
            t = next;
        }
        return t;
    }

    /// For every position along an axis of the result, which position of the operand it shows.
    private IntStorage shown(Tensor beside, int axis, int size) {
        int[] index = new int[before[axis] + size + after[axis]];
        for (int i = 0; i < index.length; i++) {
            int at = i - before[axis];
            index[i] = switch (mode) {
                case REFLECT -> at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at;
                case REPLICATE -> Math.clamp(at, 0, size - 1);
                case CONSTANT -> throw new AssertionError("a constant is not taken from inside");
            };
        }
        return Tensor.ofInts(beside.backend(), Shape.of(index.length), index).intStorage();
    }
}
