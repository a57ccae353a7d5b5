package earshot.kernels;

/// Host memory in {@code double}.
///
/// @param array the elements, at least {@code size} of them
/// @param size number of elements in use
public record DoubleStorage(double[] array, int size) implements Storage {

    /// The array behind a storage that must be of this kind.
    ///
    /// @throws IllegalArgumentException if it is of another kind
    public static double[] of(Storage storage) {
        if (storage instanceof DoubleStorage d) {
            return d.array;
        }
        throw new IllegalArgumentException("storage: expected host double, got " + storage
                + "; allocate it from the memory of the backend that computes with it");
    }

    @Override
    public String toString() {
        return "host double[" + size + "]";
    }
}
