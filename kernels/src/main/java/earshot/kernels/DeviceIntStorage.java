package earshot.kernels;

import earshot.kernels.gpu.DeviceBuffer;

/// Memory of a GPU in {@code int}.
///
/// @param buffer the elements, at least {@code size} of them
/// @param size number of elements in use
public record DeviceIntStorage(DeviceBuffer buffer, int size) implements IntStorage {

    /// The buffer behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static DeviceBuffer of(Storage storage) {
        if (storage instanceof DeviceIntStorage i) {
            return i.buffer;
        }
        throw new IllegalArgumentException("storage: expected device int, got " + storage
                + "; allocate it from the memory of the backend that computes with it");
    }

    @Override
    public String toString() {
        return "device int[" + size + "]";
    }
}
