package earshot.kernels;

/// Host memory in {@code int}.
///
/// @param array the elements, at least {@code size} of them
/// @param size number of elements in use
public record IntStorage(int[] array, int size) implements Storage {

    /// The array behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static int[] of(Storage storage) {
        if (storage instanceof IntStorage i) {
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
