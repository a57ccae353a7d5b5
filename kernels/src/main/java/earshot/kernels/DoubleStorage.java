package earshot.kernels;

/// Host memory in {@code double}.
///
/// @param array
///            the elements, at least {@code size} of them
/// @param size
///            number of elements in use
public record DoubleStorage(double[] array, int size) implements Storage {
}
