package earshot.experiments.features;

/// Brings pictures to mean 0 and deviation 1, by the statistics of the training clips alone: what is held out has no say in them.
///
/// @param mean      in decibels
/// @param deviation in decibels, above 0
public record Normalization(double mean, double deviation) {

    public Normalization {
        if (!Double.isFinite(mean) || !(deviation > 0)) {
            throw new IllegalArgumentException(
                    "normalization: expected a finite mean and a deviation above 0, got " + mean + " and " + deviation);
        }
    }

    /// Mean and deviation over all values of some clips' pictures.
    ///
    /// @param clips places of the training clips
    public static Normalization of(Features features, int[] clips) {
        double sum = 0;
        double squares = 0;
        long n = 0;
        for (int clip : clips) {
            for (float value : features.images().get(clip)) {
                sum += value;
                squares += (double) value * value;
            }
            n += features.images().get(clip).length;
        }
        double mean = sum / n;
        double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
        // Nothing but silence has no deviation; its pictures become zeros.
        return new Normalization(mean, deviation > 0 ? deviation : 1);
    }

    /// Writes `(x - mean) / deviation` to `to`, from `at` on.
    public void apply(float[] image, float[] to, int at) {
        float centre = (float) mean;
        float scale = (float) (1 / deviation);
        for (int i = 0; i < image.length; i++) {
            to[at + i] = (image[i] - centre) * scale;
        }
    }
}
