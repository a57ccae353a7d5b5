package earshot.kernels.gpu;

/// A device has no room for a buffer.
public final class GpuMemoryException extends GpuException {
    private static final long serialVersionUID = 1L;

    public GpuMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
