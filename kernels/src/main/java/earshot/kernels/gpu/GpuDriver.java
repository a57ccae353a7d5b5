package earshot.kernels.gpu;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What the twins, OpenCL and CUDA, have in common: one device, and one queue of work for it that is done in the order in which it was
/// asked for. Nothing waits but [GpuEvent#await] and [#finish]. Implementations are thread-safe.
///
/// Errors of the driver are [GpuException]s that carry the name of its error code.
public interface GpuDriver extends AutoCloseable {

    /// The device.
    GpuDevice device();

    /// Memory of the device; contents undefined.
    ///
    /// @throws GpuMemoryException if there is no room
    DeviceBuffer allocate(long bytes);

    /// Gives a buffer back, when the work asked for so far is done.
    void release(DeviceBuffer buffer);

    /// Host memory that the device copies to and from by itself. It lives as long as the driver.
    ByteBuffer pinned(int bytes);

    /// Copies to {@code offset} of a buffer, later: {@code from} must be left alone until an event after this call has been passed.
    ///
    /// @param from pinned memory, read from its start whatever its position
    void write(ByteBuffer from, DeviceBuffer to, long offset, long bytes);

    /// Copies from {@code offset} of a buffer, later: {@code to} has the values when an event after this call has been passed.
    ///
    /// @param to pinned memory, written from its start whatever its position
    void read(DeviceBuffer from, long offset, ByteBuffer to, long bytes);

    /// Copies the beginning of a buffer to the beginning of another.
    void copy(DeviceBuffer from, DeviceBuffer to, long bytes);

    /// Compiles a text, or takes what an earlier run has kept of it.
    ///
    /// @throws GpuException with the compiler's log
    GpuProgram compile(GpuText text);

    /// Runs a kernel.
    ///
    /// @param arguments one for each of the kernel's parameters: a storage of this device or null for a pointer, {@code Integer},
    /// {@code Long} and {@code Float} for a number, {@code int[]} for a structure of as many
    void launch(GpuKernel kernel, Grid grid, Object... arguments);

    /// Matrix products by the maker's library; empty where there is none, as always with OpenCL.
    default Optional<GpuProducts> products() {
        return Optional.empty();
    }

    /// Whether the built-in matrix product shall use tensor cores: the device has them and its user lets operands be rounded for them.
    default boolean tensorCores() {
        return false;
    }

    /// A mark behind all work asked for so far.
    GpuEvent mark();

    /// Returns when all work asked for so far is done.
    void finish();

    /// Gives everything back that this driver holds.
    @Override
    void close();
}
