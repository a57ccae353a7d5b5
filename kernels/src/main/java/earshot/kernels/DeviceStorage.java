package earshot.kernels;

import earshot.kernels.gpu.DeviceBuffer;

/// Memory of a GPU in {@code float}.
///
/// @param buffer the elements, at least {@code size} of them
/// @param size number of elements in use
public record DeviceStorage(DeviceBuffer buffer, int size) implements Storage {

    /// The buffer behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static DeviceBuffer of(Storage storage) {
        if (storage instanceof DeviceStorage d) {
            return d.buffer;
        }
        throw new IllegalArgumentException("storage: expected device float, got " + storage
                + "; allocate it from the memory of the backend that computes with it");
    }

    @Override
    public String toString() {
        return "device float[" + size + "]";
    }
}
