package earshot.kernels;

/// Host memory in {@code int}.
///
/// @param array
///            the elements, at least {@code size} of them
/// @param size
///            number of elements in use
public record IntStorage(int[] array, int size) implements Storage {
}
