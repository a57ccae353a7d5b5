package earshot.kernels.gpu;

/// Memory of a device, as its driver knows it.
public interface DeviceBuffer {

    /// Its length.
    long bytes();
}
