package earshot.engine;

/// How the axes of a tensor are ordered in memory, and how that order relates to PyTorch's.
///
/// Channels come last everywhere, so that 1×1 convolutions, linear layers and norms run along contiguous memory. This type is
/// the only one that knows: ops ask it for the meaning of an axis, and files are converted by it.
public enum Layout {
    /// The same order as PyTorch's: vectors, sequences, linear weights {@code [out, in]} (the matrix product packs its operands
    /// and reads either orientation at the same speed).
    PLAIN(),
    /// Images: {@code [N, H, W, C]} here, {@code [N, C, H, W]} in PyTorch.
    IMAGE(0, 3, 1, 2),
    /// Weights of a convolution: {@code [KH, KW, C, O]} here, {@code [O, C, KH, KW]} in PyTorch.
    CONV_WEIGHT(3, 2, 0, 1),
    /// Sequences of channels: {@code [N, T, C]} here, {@code [N, C, T]} in PyTorch.
    SEQUENCE(0, 2, 1),
    /// Weights of a one-dimensional convolution: {@code [K, C, O]} here, {@code [O, C, K]} in PyTorch.
    CONV1D_WEIGHT(2, 1, 0);

    /// PyTorch's axis {@code i} is our axis {@code axes[i]}; empty if the orders agree.
    private final int[] axes;

    Layout(int... axes) {
        this.axes = axes;
    }

    /// Number of axes that it orders; 0 if it takes any.
    public int axes() {
        return axes.length;
    }

    /// PyTorch's shape of a tensor that has {@code ours} here.
    public Shape toTorch(Shape ours) {
        return permuted(ours, axes);
    }

    /// Our shape of a tensor that has {@code torch} there.
    public Shape fromTorch(Shape torch) {
        return permuted(torch, inverse());
    }

    /// The values in PyTorch's order.
    ///
    /// @param ours shape of {@code values} here
    public float[] toTorch(float[] values, Shape ours) {
        return permuted(values, ours, axes);
    }

    /// The values in PyTorch's order.
    public double[] toTorch(double[] values, Shape ours) {
        return permuted(values, ours, axes);
    }

    /// The values in our order.
    ///
    /// @param torch shape of {@code values} in PyTorch
    public float[] fromTorch(float[] values, Shape torch) {
        return permuted(values, torch, inverse());
    }

    /// The values in our order.
    public double[] fromTorch(double[] values, Shape torch) {
        return permuted(values, torch, inverse());
    }

    /// Sizes of a batch of images.
    ///
    /// @param n images
    /// @param h rows
    /// @param w columns
    /// @param c channels
    public record Image(int n, int h, int w, int c) {

        /// The shape of a tensor that holds these images.
        public Shape shape() {
            return Shape.of(n, h, w, c);
        }
    }

    /// Sizes of a convolution's weight.
    ///
    /// @param kh rows
    /// @param kw columns
    /// @param c input channels of a group
    /// @param o output channels
    public record ConvWeight(int kh, int kw, int c, int o) {

        /// The shape of a tensor that holds this weight.
        public Shape shape() {
            return Shape.of(kh, kw, c, o);
        }
    }

    /// Sizes of a batch of sequences.
    ///
    /// @param n sequences
    /// @param t steps
    /// @param c channels
    public record Sequence(int n, int t, int c) {

        /// The shape of a tensor that holds these sequences.
        public Shape shape() {
            return Shape.of(n, t, c);
        }
    }

    /// Sizes of a one-dimensional convolution's weight.
    ///
    /// @param k taps
    /// @param c input channels of a group
    /// @param o output channels
    public record Conv1dWeight(int k, int c, int o) {

        /// The shape of a tensor that holds this weight.
        public Shape shape() {
            return Shape.of(k, c, o);
        }
    }

    /// Reads a shape as images.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if it has not four axes
    public static Image image(String operation, Shape x) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException(
                    operation + ": input must be images [N,H,W,C], got " + x + "; reshape it to four axes");
        }
        return new Image(x.size(0), x.size(1), x.size(2), x.size(3));
    }

    /// Reads a shape as a convolution's weight.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if it has not four axes
    public static ConvWeight convWeight(String operation, Shape w) {
        if (w.rank() != 4) {
            throw new IllegalArgumentException(
                    operation + ": weight must be [KH,KW,C,O], got " + w + "; reshape it to four axes");
        }
        return new ConvWeight(w.size(0), w.size(1), w.size(2), w.size(3));
    }

    /// Reads a shape as sequences.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if it has not three axes
    public static Sequence sequence(String operation, Shape x) {
        if (x.rank() != 3) {
            throw new IllegalArgumentException(
                    operation + ": input must be sequences [N,T,C], got " + x + "; reshape it to three axes");
        }
        return new Sequence(x.size(0), x.size(1), x.size(2));
    }

    /// Reads a shape as a one-dimensional convolution's weight.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if it has not three axes
    public static Conv1dWeight conv1dWeight(String operation, Shape w) {
        if (w.rank() != 3) {
            throw new IllegalArgumentException(
                    operation + ": weight must be [K,C,O], got " + w + "; reshape it to three axes");
        }
        return new Conv1dWeight(w.size(0), w.size(1), w.size(2));
    }

    /// Number of channels: the last axis, of images and of rows alike.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if there are fewer than two axes
    public static int channels(String operation, Shape x) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException(
                    operation + ": input must have channels as its last of at least two axes, got " + x);
        }
        return x.size(-1);
    }

    private int[] inverse() {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        return inverse;
    }

    private Shape permuted(Shape shape, int[] order) {
        if (order.length == 0) {
            return shape;
        }
        if (shape.rank() != order.length) {
            throw new IllegalArgumentException(
                    "layout: " + this + " needs " + order.length + " axes, got " + shape + "; use PLAIN for other tensors");
        }
        int[] sizes = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.size(order[i]);
        }
        return Shape.of(sizes);
    }

    private float[] permuted(float[] values, Shape shape, int[] order) {
        float[] result = new float[shape.count()];
        forEach(shape, order, (to, from) -> result[to] = values[from]);
        return result;
    }

    private double[] permuted(double[] values, Shape shape, int[] order) {
        double[] result = new double[shape.count()];
        forEach(shape, order, (to, from) -> result[to] = values[from]);
        return result;
    }

    /// Takes where an element stands in the permuted array, and where in the original one.
    private interface Move {
        void accept(int to, int from);
    }

    /// All elements in the permuted array's order; there, one step along an axis is a fixed one in the original array.
    private void forEach(Shape shape, int[] order, Move move) {
        int count = shape.count();
        if (order.length == 0) {
            for (int i = 0; i < count; i++) {
                move.accept(i, i);
            }
            return;
        }
        Shape target = permuted(shape, order);
        int last = order.length - 1;
        int[] strides = new int[order.length];
        for (int axis = 0; axis <= last; axis++) {
            strides[axis] = shape.count(order[axis] + 1, order.length);
        }
        int[] index = new int[order.length];
        int row = target.size(last);
        int from = 0;
        for (int to = 0; to < count; to += row) {
            for (int i = 0; i < row; i++) {
                move.accept(to + i, from + i * strides[last]);
            }
            for (int axis = last - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++index[axis] < target.size(axis)) {
                    break;
                }
                from -= target.size(axis) * strides[axis];
                index[axis] = 0;
            }
        }
    }
}
