package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.index.CopyGeometry;
import java.util.Arrays;
import java.util.List;

/// The whole tensor several times along each axis.
///
/// ```
/// y[t · n + i, …] = x[i, …] for t < times
/// dx[i, …]        = Σ_t dy[t · n + i, …]
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels], [earshot.kernels.reduce.ReduceKernels]; test: {@code RepeatTest}.
///
/// @param times for each axis, at least 0
public record Repeat(int... times) implements Differentiable<Repeat.Saved> {

    record Saved(Shape x) {
    }

    @Override
    public String name() {
        return "repeat";
    }

    /// {@code times · size} along each axis.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        if (times.length != x.rank() || Arrays.stream(times).anyMatch(t -> t < 0)) {
            throw new IllegalArgumentException("repeat: " + Arrays.toString(times) + " times does not fit " + x
                    + "; name one number of at least 0 for each axis");
        }
        int[] sizes = x.sizes();
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] *= times[k];
        }
        return Shape.of(sizes);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        Shape apart = apart(x.shape());
        int[] from = new int[apart.rank()];
        int[] whole = CopyGeometry.strides(x.shape().sizes());
        for (int k = 0; k < whole.length; k++) {
            from[2 * k + 1] = whole[k];
        }
        Strided.copy(apart.sizes(), x, new Strided.Part(0, from), y, Strided.Part.all(apart));
        return new Forward<>(y, new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Shape apart = apart(s.x);
        boolean[] repetitions = new boolean[apart.rank()];
        for (int k = 0; k < apart.rank(); k += 2) {
            repetitions[k] = true;
        }
        return new Tensor[]{Axes.sum(dy.view(apart), repetitions, 1, s.x)};
    }

    /// The result's shape with every axis split into repetitions and the operand's own.
    private Shape apart(Shape x) {
        int[] sizes = new int[2 * x.rank()];
        for (int k = 0; k < x.rank(); k++) {
            sizes[2 * k] = times[k];
            sizes[2 * k + 1] = x.size(k);
        }
        return Shape.of(sizes);
    }
}
