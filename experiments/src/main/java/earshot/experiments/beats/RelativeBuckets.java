package earshot.experiments.beats;

/// Buckets of distances between tokens, as T5 and BEATs have them: a bucket each for the nearest, wider and wider ones beyond, up to
/// `maxDistance`, in two halves for the two directions.
///
/// With `half = buckets / 2` and `exact = half / 2`, a distance `d = |key - query|` of `exact` or more falls into bucket
///
/// ```
/// exact + ⌊ln(d / exact) / ln(maxDistance / exact) · (half - exact)⌋, at most half - 1
/// ```
///
/// of its half; keys behind the query have the second half. The logarithm is taken in single precision, as there: at some distances that
/// decides the bucket.
///
/// @param buckets     in all, an even number of at least 4
/// @param maxDistance from which on all are in the last bucket of their half
public record RelativeBuckets(int buckets, int maxDistance) {

    /// The bucket of `position = key - query`.
    public int of(int position) {
        int half = buckets / 2;
        int exact = half / 2;
        int distance = Math.abs(position);
        int offset = position > 0 ? half : 0;
        if (distance < exact) {
            return offset + distance;
        }
        float ratio = (float) Math.log((float) distance / exact) / (float) Math.log((double) maxDistance / exact);
        return offset + Math.min(half - 1, exact + (int) (ratio * (half - exact)));
    }

    /// The bucket of every pair of `t` tokens, row-major `[query][key]`.
    int[] pairs(int t) {
        int[] byPosition = new int[2 * t - 1];
        for (int i = 0; i < byPosition.length; i++) {
            byPosition[i] = of(i - t + 1);
        }
        int[] pairs = new int[t * t];
        for (int query = 0; query < t; query++) {
            System.arraycopy(byPosition, t - 1 - query, pairs, query * t, t);
        }
        return pairs;
    }
}
