package earshot.experiments.bench;

import earshot.experiments.UsageException;

/// Sizes of what a bench works on. 0 where it has none.
///
/// @param batch  clips of a step
/// @param height rows of a picture
/// @param width  columns of a picture, or steps of a sequence
public record Sizes(int batch, int height, int width) {

    /// These sizes with some replaced.
    ///
    /// @param bench names the bench in the error
    /// @param b     batch, or null to keep it; `h` and `w` likewise
    /// @throws UsageException if one is less than 1, or the bench has no such size
    Sizes with(String bench, Integer b, Integer h, Integer w) {
        return new Sizes(chosen(bench, "batch", batch, b), chosen(bench, "height", height, h), chosen(bench, "width", width, w));
    }

    private static int chosen(String bench, String size, int standard, Integer wanted) {
        if (wanted == null) {
            return standard;
        }
        if (standard == 0) {
            throw new UsageException("--" + size + ": " + bench + " has no " + size + "; leave it out");
        }
        if (wanted < 1) {
            throw new UsageException("--" + size + ": expected at least 1, got " + wanted);
        }
        return wanted;
    }
}
