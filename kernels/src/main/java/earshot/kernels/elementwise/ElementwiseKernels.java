package earshot.kernels.elementwise;

import earshot.kernels.Storage;

/// Kernels that treat every element alike.
public interface ElementwiseKernels {

    /// {@code y[i] = f(x[i])} for {@code i < n}. {@code y} may be {@code x}.
    void unary(UnaryFunction f, int n, Storage x, Storage y);

    /// {@code dx[i] = dy[i] · f'(x[i])}, where {@code y = f(x)}; see [UnaryFunction] for which of the two it reads.
    /// {@code dx} may be {@code dy}.
    void unaryBackward(UnaryFunction f, int n, Storage x, Storage y, Storage dy, Storage dx);

    /// {@code y = f(a, b)} with broadcasting. {@code y} may be an operand that does not repeat.
    void binary(BinaryFunction f, Broadcast g, Storage a, Storage b, Storage y);

    /// {@code y[i] = scale · x[i] + shift} for {@code i < n}. {@code y} may be {@code x}.
    void affine(int n, double scale, double shift, Storage x, Storage y);

    /// {@code y[i] = x[i]^exponent} for {@code i < n}: NaN for a negative number to a broken power. {@code y} may be {@code x}.
    void power(int n, double exponent, Storage x, Storage y);

    /// {@code y[i] = a[i]} where {@code mask[i] ≠ 0}, else {@code b[i]}, for {@code i < n}. {@code y} may be any operand.
    void select(int n, Storage mask, Storage a, Storage b, Storage y);

    /// {@code y[i] = value} for {@code i < n}.
    void fill(int n, double value, Storage y);
}
