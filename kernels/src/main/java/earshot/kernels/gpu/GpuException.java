package earshot.kernels.gpu;

/// A device or its driver refused something. The message says what was asked for, of which device, and what it answered.
public class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GpuException(String message) {
        super(message);
    }

    public GpuException(String message, Throwable cause) {
        super(message, cause);
    }
}
