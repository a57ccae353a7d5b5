package earshot.experiments.models;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;

/// A spectrogram as a network that learned from ImageNet's photographs expects its images: three channels, here equal ones, scaled to 0
/// to 1 and then, each channel by its own, by the mean and deviation that the photographs have.
///
/// ```
/// p   = min(max(1/2 + x / (2 · span), 0), 1)
/// y_c = (p - mean_c) / deviation_c
/// ```
///
/// @param span deviations on either side of the mean that 0 to 1 holds; what lies beyond is cut
public record ImageNetPicture(double span) {
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    public ImageNetPicture {
        if (!(span > 0) || Double.isInfinite(span)) {
            throw new IllegalArgumentException("imagenet picture: expected a span above 0, got " + span);
        }
    }

    /// The image of a spectrogram.
    ///
    /// @param x `[N, H, W, 1]`, mean 0 and deviation 1 over all training clips
    /// @return `[N, H, W, 3]`
    public Tensor of(Tensor x) {
        double[] scale = new double[MEAN.length];
        double[] shift = new double[MEAN.length];
        for (int c = 0; c < MEAN.length; c++) {
            scale[c] = 1 / DEVIATION[c];
            shift[c] = -MEAN[c] / DEVIATION[c];
        }
        Backend backend = x.backend();
        Shape channels = Shape.of(MEAN.length);
        return x.affine(1 / (2 * span), 0.5).clamp(0, 1).mul(Tensor.of(backend, channels, scale))
                .add(Tensor.of(backend, channels, shift));
    }
}
