package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// Every {@code step}-th element from {@code start} (inclusive) to {@code end} (exclusive), along every axis.
///
/// ```
/// y[i, …]                     = x[start + i · step, …]
/// dx[start + i · step, …]     = dy[i, …], 0 elsewhere
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code SliceTest}.
///
/// @param start first position of each axis
/// @param end position behind the last of each axis
/// @param step at least 1
public record Slice(int[] start, int[] end, int[] step) implements Differentiable<Slice.Saved> {

    record Saved(Shape x) {
    }

    /// All of a shape but along one axis.
    public static Slice along(Shape x, int axis, int from, int to) {
        int[] start = new int[x.rank()];
        int[] end = x.sizes();
        int[] step = new int[x.rank()];
        Arrays.fill(step, 1);
        int k = x.axis("slice", axis);
        start[k] = from;
        end[k] = to;
        return new Slice(start, end, step);
    }

    @Override
    public String name() {
        return "slice";
    }

    /// {@code ⌈(end - start) / step⌉} along each axis.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        int rank = x.rank();
        boolean fits = start.length == rank && end.length == rank && step.length == rank;
        int[] sizes = new int[rank];
        for (int k = 0; fits && k < rank; k++) {
            fits = start[k] >= 0 && start[k] <= end[k] && end[k] <= x.size(k) && step[k] >= 1;
            sizes[k] = fits ? (end[k] - start[k] + step[k] - 1) / step[k] : 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("slice: from " + Arrays.toString(start) + " to " + Arrays.toString(end) + " by "
                    + Arrays.toString(step) + " is no part of " + x
                    + "; each axis needs 0 <= start <= end <= size and a step of at least 1");
        }
        return Shape.of(sizes);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor y = Tensor.empty(x.backend(), shape);
        Strided.copy(shape.sizes(), x, Strided.Part.of(x.shape(), start, step), y, Strided.Part.all(shape));
        return new Forward<>(y, new Saved(x.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dx = Tensor.full(dy.backend(), s.x, 0);
        Strided.copy(dy.shape().sizes(), dy, Strided.Part.all(dy.shape()), dx, Strided.Part.of(s.x, start, step));
        return new Tensor[]{dx};
    }
}
