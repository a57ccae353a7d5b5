package earshot.kernels;

/// Host memory in {@code int}.
///
/// @param array the elements, at least {@code size} of them
/// @param size number of elements in use
public record HostIntStorage(int[] array, int size) implements IntStorage {

    /// The array behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static int[] of(Storage storage) {
        if (storage instanceof HostIntStorage i) {
            return i.array;
        }
        throw new IllegalArgumentException("storage: expected host int, got " + storage
                + "; allocate it from the memory of the backend that computes with it");
    }

    @Override
    public String toString() {
        return "host int[" + size + "]";
    }
}
