package earshot.kernels.gpu;

/// A text that a driver has compiled.
public interface GpuProgram {

    /// One of its kernels.
    ///
    /// @throws GpuException if the text has none of that name
    GpuKernel kernel(String name);
}
