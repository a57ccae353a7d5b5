package earshot.kernels.norm;

import earshot.kernels.elementwise.Activation;

/// Sizes of a batch normalisation: {@code x} is {@code [rows, channels]}, images with all pixels of all images as rows.
///
/// @param eps added to the variance before the root
/// @param activation what follows
public record BatchNormGeometry(int rows, int channels, double eps, Activation activation) {

    public BatchNormGeometry {
        if (rows < 1 || channels < 1 || !(eps >= 0)) {
            throw new IllegalArgumentException("batch norm: need at least 1 row, 1 channel and eps >= 0, got " + rows + " rows, "
                    + channels + " channels, eps " + eps);
        }
    }

    /// Without an activation.
    public BatchNormGeometry(int rows, int channels, double eps) {
        this(rows, channels, eps, Activation.NONE);
    }
}
