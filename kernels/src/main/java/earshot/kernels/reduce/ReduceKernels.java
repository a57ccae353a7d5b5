package earshot.kernels.reduce;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;

/// Sums over one axis, their transpose, and maxima. The order of additions is fixed: it depends on the geometry alone.
public interface ReduceKernels {

    /// {@code y[o, i] = scale · Σ_r x[o, r, i]}; a sum over nothing is 0. The mean is a sum with {@code scale = 1 / count}.
    void sum(Reduction g, double scale, Storage x, Storage y);

    /// {@code x[o, r, i] = scale · y[o, i]} for every {@code r}: the transpose of [#sum], and so its gradient.
    void expand(Reduction g, double scale, Storage y, Storage x);

    /// {@code y[o, i] = max_r x[o, r, i]}, and in {@code at[o, i]} the first {@code r} where it stands. NaN counts as larger than any
    /// number, as in PyTorch. {@code count} must be at least 1.
    void max(Reduction g, Storage x, Storage y, IntStorage at);
}
