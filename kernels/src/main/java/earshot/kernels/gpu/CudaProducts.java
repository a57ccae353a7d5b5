package earshot.kernels.gpu;

import static jcuda.jcublas.cublasMath.CUBLAS_TF32_TENSOR_OP_MATH;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;

import earshot.kernels.DeviceStorage;
import earshot.kernels.matmul.MatmulGeometry;
import java.util.List;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/// Matrix products by cuBLAS.
final class CudaProducts implements GpuProducts {
    private static final List<String> CUBLAS = NativeLibrary.named("libcublas.so.12", "cublas64_12.dll", "libcublas.dylib");

    private final cublasHandle handle = new cublasHandle();

    private CudaProducts(CUstream stream) {
        ask("cublasCreate", JCublas2.cublasCreate(handle));
        ask("cublasSetStream", JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
        if (CudaDriver.TF32) {
            ask("cublasSetMathMode", JCublas2.cublasSetMathMode(handle, CUBLAS_TF32_TENSOR_OP_MATH));
        }
    }

    /// Products on this stream; empty without cuBLAS, or without a binding to it.
    static Optional<GpuProducts> open(CUstream stream) {
        try {
            return NativeLibrary.present(CUBLAS) ? Optional.of(new CudaProducts(stream)) : Optional.empty();
        } catch (LinkageError unbound) {
            return Optional.empty();
        }
    }

    /// What its absence means and what would bring it; empty if it is there.
    static String absence() {
        return NativeLibrary.present(CUBLAS)
                ? ""
                : "matrix products by the built-in kernel, since " + CUBLAS.getFirst()
                        + " is missing; cuBLAS of CUDA 12 on the library path would make them faster";
    }

    /// {@inheritDoc}
    ///
    /// cuBLAS stores columns one after another: what it takes for {@code yᵀ = op(b)ᵀ · op(a)ᵀ} is what is meant here.
    @Override
    public synchronized void multiply(MatmulGeometry g, DeviceStorage a, DeviceStorage b, DeviceStorage y) {
        Pointer one = Pointer.to(new float[]{1});
        Pointer zero = Pointer.to(new float[]{0});
        ask("cublasSgemmStridedBatched",
                JCublas2.cublasSgemmStridedBatched(handle, g.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N,
                        g.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N, g.n(), g.m(), g.k(), one, CudaDriver.address(b.buffer()),
                        g.transposeB() ? g.k() : g.n(), (long) g.k() * g.n(), CudaDriver.address(a.buffer()),
                        g.transposeA() ? g.m() : g.k(), (long) g.m() * g.k(), zero, CudaDriver.address(y.buffer()), g.n(),
                        (long) g.m() * g.n(), g.batch()));
    }

    private static void ask(String what, int status) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new GpuException("cuBLAS: " + what + ": " + cublasStatus.stringFor(status));
        }
    }
}
