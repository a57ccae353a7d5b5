package earshot.experiments.picture;

import java.util.List;

/// Which values are darkest and lightest.
///
/// @param low  the least
/// @param high the greatest
record Scale(float low, float high) {

    /// Of all values of some pictures.
    static Scale of(List<float[]> pictures) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float[] picture : pictures) {
            for (float value : picture) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new Scale(low, high);
    }

    /// Where a value lies, from 0 to 1; 0 if there is but one.
    double part(float value) {
        return high > low ? (value - low) / (high - low) : 0;
    }
}
