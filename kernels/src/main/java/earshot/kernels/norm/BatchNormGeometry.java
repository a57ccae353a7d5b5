package earshot.kernels.norm;

/// Sizes of a batch normalisation: {@code x} is {@code [rows, channels]}, images with all pixels of all images as rows.
///
/// @param eps added to the variance before the root
/// @param rectified a rectifier follows
public record BatchNormGeometry(int rows, int channels, double eps, boolean rectified) {

    public BatchNormGeometry {
        if (rows < 1 || channels < 1 || !(eps >= 0)) {
            throw new IllegalArgumentException("batch norm: need at least 1 row, 1 channel and eps >= 0, got " + rows + " rows, "
                    + channels + " channels, eps " + eps);
        }
    }

    /// Without a rectifier.
    public BatchNormGeometry(int rows, int channels, double eps) {
        this(rows, channels, eps, false);
    }
}
