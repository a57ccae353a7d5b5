package earshot.kernels.matmul;

import earshot.kernels.Storage;

/// Dense matrix products.
public interface MatmulKernels {

    /// {@code y[t] = op(a[t]) · op(b[t])} for every {@code t < batch}; zeros where {@code k} is 0.
    void matmul(MatmulGeometry g, Storage a, Storage b, Storage y);
}
