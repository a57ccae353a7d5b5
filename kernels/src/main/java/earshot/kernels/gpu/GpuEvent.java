package earshot.kernels.gpu;

/// A mark between two pieces of work of a device.
public interface GpuEvent extends AutoCloseable {

    /// Returns when the device has done everything before the mark.
    void await();

    /// Time that the device took from an earlier mark to this one, when both have been passed.
    double millisecondsSince(GpuEvent earlier);

    @Override
    void close();
}
