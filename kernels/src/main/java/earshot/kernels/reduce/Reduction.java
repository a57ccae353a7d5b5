package earshot.kernels.reduce;

/// A row-major array seen as {@code [outer, count, inner]}, to be reduced over {@code count}.
///
/// Reducing several axes that are not neighbours takes several reductions, one after another.
public record Reduction(int outer, int count, int inner) {

    public Reduction {
        if (outer < 0 || count < 0 || inner < 0) {
            throw new IllegalArgumentException(
                    "reduction: sizes must not be negative, got [" + outer + ", " + count + ", " + inner + "]");
        }
    }
}
