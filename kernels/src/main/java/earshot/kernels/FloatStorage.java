package earshot.kernels;

/// Host memory in {@code float}.
///
/// @param array the elements, at least {@code size} of them
/// @param size number of elements in use
public record FloatStorage(float[] array, int size) implements Storage {

    /// The array behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static float[] of(Storage storage) {
        if (storage instanceof FloatStorage f) {
            return f.array;
        }
        throw new IllegalArgumentException("storage: expected host float, got " + storage
                + "; allocate it from the memory of the backend that computes with it");
    }

    @Override
    public String toString() {
        return "host float[" + size + "]";
    }
}
