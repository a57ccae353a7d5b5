package earshot.kernels.gpu;

/// A kernel that a driver has compiled.
public interface GpuKernel {

    /// Its name in the text.
    String name();
}
