package earshot.kernels;

/// Host memory in {@code float}.
///
/// @param array the elements, at least {@code size} of them
/// @param size number of elements in use
public record FloatStorage(float[] array, int size) implements Storage {
}
