package earshot.kernels.matmul;

import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;

/// Dense matrix products.
public interface MatmulKernels {

    /// {@code y[t] = e(op(a[t]) · op(b[t]))} for every {@code t < batch}; where {@code k} is 0 the sums are 0.
    ///
    /// @param e what is done with the sums; columns are its channels
    void matmul(MatmulGeometry g, Storage a, Storage b, Epilogue e, Storage y);
}
