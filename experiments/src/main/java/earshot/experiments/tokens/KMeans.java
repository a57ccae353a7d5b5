package earshot.experiments.tokens;

import earshot.engine.Scope;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// k-means (Lloyd, 1982) from the starting points of k-means++ (Arthur and Vassilvitskii, 2007): each start is a point, drawn with a
/// probability in proportion to its squared distance from the nearest start before it.
///
/// Distances, by far the most of the work, are the backend's and use all its threads. Means are summed here, in double precision and in
/// the order of the points. So the result depends on the points and on chance alone, not on the number of threads.
///
/// A centre that no point is nearest to moves to the point that lies farthest from its own centre.
///
/// @param clusters   centres to find, at least 1
/// @param iterations most turns of assigning points and moving centres; fewer are made where nothing changes any more
public record KMeans(int clusters, int iterations) {

    public KMeans {
        if (clusters < 1 || iterations < 1) {
            throw new IllegalArgumentException(
                    "k-means: expected at least 1 cluster and 1 iteration, got " + clusters + " and " + iterations);
        }
    }

    /// Finds the centres.
    ///
    /// @param points row-major `[points][width]`
    /// @param random what the starting points are drawn with
    /// @throws ExperimentException if there are fewer different points than clusters
    public Codebook fit(Backend backend, float[] points, int width, RandomGenerator random) {
        try (var _ = Scope.open()) {
            Points all = new Points(backend, points, width);
            if (clusters > all.count()) {
                throw tooMany(all.count(), "points");
            }
            return settle(all, starts(all, random));
        }
    }

    /// Goes on from given centres until nothing changes any more, or the iterations are used up.
    Codebook settle(Points points, float[] starts) {
        float[] centres = starts.clone();
        int[] before = null;
        for (int i = 0; i < iterations; i++) {
            int[] nearest = points.nearest(centres);
            if (Arrays.equals(nearest, before)) {
                break;
            }
            move(points, nearest, centres);
            before = nearest;
        }
        return new Codebook(points.width(), centres);
    }

    private float[] starts(Points points, RandomGenerator random) {
        int width = points.width();
        float[] starts = new float[Math.multiplyExact(clusters, width)];
        double[] distance = new double[points.count()];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(points.count());
        for (int c = 0; c < clusters; c++) {
            if (c > 0) {
                double[] last = points.squaredDistances(chosen);
                double total = 0;
                for (int i = 0; i < last.length; i++) {
                    distance[i] = Math.min(distance[i], last[i]);
                    total += distance[i];
                }
                if (total == 0) {
                    throw tooMany(c, "different points");
                }
                chosen = drawn(distance, random.nextDouble() * total);
            }
            for (int j = 0; j < width; j++) {
                starts[c * width + j] = points.value(chosen, j);
            }
        }
        return starts;
    }

    private ExperimentException tooMany(int most, String what) {
        return new ExperimentException("k-means: there are " + most + " " + what + ", which allows 1 to " + most
                + " clusters, got " + clusters + "; use fewer clusters or more clips");
    }

    /// The point at which the weights come to more than `mark` in all.
    private static int drawn(double[] weights, double mark) {
        int last = 0;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (weights[i] > 0) {
                if (sum > mark) {
                    return i;
                }
                last = i;
            }
        }
        return last;
    }

    /// Moves every centre to the mean of its points. Points given to centres that had none change their place in `nearest`.
    private void move(Points points, int[] nearest, float[] centres) {
        int width = points.width();
        double[] sums = new double[centres.length];
        int[] counts = new int[clusters];
        for (int i = 0; i < nearest.length; i++) {
            counts[nearest[i]]++;
            add(points, i, 1, sums, nearest[i]);
        }
        for (int c = 0; c < clusters; c++) {
            if (counts[c] == 0) {
                int far = farthest(points, nearest, counts, centres);
                add(points, far, -1, sums, nearest[far]);
                add(points, far, 1, sums, c);
                counts[nearest[far]]--;
                counts[c]++;
                nearest[far] = c;
            }
        }
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) (sums[i] / counts[i / width]);
        }
    }

    private static void add(Points points, int point, int sign, double[] sums, int cluster) {
        int at = cluster * points.width();
        for (int j = 0; j < points.width(); j++) {
            sums[at + j] += sign * points.value(point, j);
        }
    }

    /// The point farthest from its centre, of those that are not alone there; the first of several.
    private static int farthest(Points points, int[] nearest, int[] counts, float[] centres) {
        int farthest = -1;
        double most = -1;
        for (int i = 0; i < nearest.length; i++) {
            double distance = 0;
            for (int j = 0; j < points.width(); j++) {
                double difference = points.value(i, j) - centres[nearest[i] * points.width() + j];
                distance += difference * difference;
            }
            if (counts[nearest[i]] > 1 && distance > most) {
                most = distance;
                farthest = i;
            }
        }
        return farthest;
    }
}
