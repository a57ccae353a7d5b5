package earshot.kernels.norm;

/// Sizes of a group or layer normalisation: {@code x} is {@code [items, positions, groups · width]}, channels last. Each group of
/// {@code width} neighbouring channels of an item has its own mean and variance, over all positions.
///
/// @param items images or sequences; for a layer norm, rows
/// @param positions pixels or time steps of an item; 1 for a layer norm
/// @param groups 1 for a layer norm
/// @param width channels of a group
/// @param eps added to the variance before the root
public record GroupNormGeometry(int items, int positions, int groups, int width, double eps) {

    public GroupNormGeometry {
        if (items < 0 || positions < 1 || groups < 1 || width < 1 || !(eps >= 0)) {
            throw new IllegalArgumentException(
                    "group norm: need items >= 0, at least 1 position, 1 group and 1 channel in it, and"
                            + " eps >= 0, got " + items + " items, " + positions + " positions, " + groups + " groups of " + width
                            + ", eps " + eps);
        }
    }

    /// A layer norm: every row is normalised by itself.
    public static GroupNormGeometry layer(int rows, int width, double eps) {
        return new GroupNormGeometry(rows, 1, 1, width, eps);
    }

    /// Channels of a position.
    public int channels() {
        return groups * width;
    }

    /// Values that share a mean and a variance.
    public int count() {
        return positions * width;
    }
}
