package earshot.kernels.index;

/// Sizes of a choice along one axis: {@code [outer, size, inner]} is chosen from, {@code [outer, count, inner]} is chosen.
///
/// @param size positions to choose from: every index is at least 0 and less
/// @param count positions that are chosen, some perhaps several times
public record IndexGeometry(int outer, int size, int count, int inner) {

    public IndexGeometry {
        if (outer < 0 || size < 0 || count < 0 || inner < 0) {
            throw new IllegalArgumentException("index: sizes must not be negative, got outer " + outer + ", size " + size
                    + ", count " + count + ", inner " + inner);
        }
    }
}
