package earshot.audio.mel;

/// How features change over time: the slope of the straight line that fits a window of frames best,
/// `d[t] = sum_{n=1..N} n (x[t + n] - x[t - n]) / (2 sum n^2)`, the first and last frame standing for those outside. Values as
/// `torchaudio.functional.compute_deltas` and HTK; `librosa.feature.delta` differs in the N frames at each end.
public final class Deltas {

    private Deltas() {
    }

    /// The slopes, laid out as the features. Applied twice it gives the acceleration.
    ///
    /// @param features `[row][frame]`, row-major
    /// @param frames length of a row
    /// @param reach N, at least 1; the window has `2 N + 1` frames
    /// @throws IllegalArgumentException if a number is out of its range or the rows are not whole
    public static float[] of(float[] features, int frames, int reach) {
        if (frames < 1 || features.length % frames != 0 || reach < 1) {
            throw new IllegalArgumentException("deltas: expected whole rows of at least 1 frame and a reach of at least 1, got "
                    + features.length + " values, " + frames + " frames, reach " + reach);
        }
        double scale = 0;
        for (int n = 1; n <= reach; n++) {
            scale += 2.0 * n * n;
        }
        float[] slopes = new float[features.length];
        for (int row = 0; row < features.length; row += frames) {
            for (int t = 0; t < frames; t++) {
                double sum = 0;
                for (int n = 1; n <= reach; n++) {
                    float later = features[row + Math.min(frames - 1, t + n)];
                    float earlier = features[row + Math.max(0, t - n)];
                    sum += n * ((double) later - earlier);
                }
                slopes[row + t] = (float) (sum / scale);
            }
        }
        return slopes;
    }
}
