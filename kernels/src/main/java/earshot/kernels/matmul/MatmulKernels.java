package earshot.kernels.matmul;

import earshot.kernels.Storage;

/// Dense matrix products.
public interface MatmulKernels {

    /// {@code y[t] = op(a[t]) · op(b[t]) + bias} for every {@code t < batch}; where {@code k} is 0, the bias.
    ///
    /// @param bias {@code [n]}, added to every row, or null for none
    void matmul(MatmulGeometry g, Storage a, Storage b, Storage bias, Storage y);
}
