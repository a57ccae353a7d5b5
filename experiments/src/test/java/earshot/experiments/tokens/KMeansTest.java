package earshot.experiments.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.random.PhiloxGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [KMeans] beside the clusterer of Commons Math, on every device that computes here, and where clusters run empty.
class KMeansTest {
    private static final int WIDTH = 3;
    private static final Backend REFERENCE = Backends.create("reference", 1);

    private static float[] noise(int points, long seed) {
        RandomGenerator random = new PhiloxGenerator(seed, 0);
        float[] values = new float[points * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// Heaps of equal size around the corners of a cube, far from each other, their points mixed.
    private static float[] heaps(int points, long seed) {
        float[] values = noise(points, seed);
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < WIDTH; j++) {
                values[i * WIDTH + j] += (i >> j & 1) * 50;
            }
        }
        return values;
    }

    private static List<DoublePoint> points(float[] values) {
        var points = new ArrayList<DoublePoint>();
        for (int i = 0; i < values.length; i += WIDTH) {
            double[] point = new double[WIDTH];
            for (int j = 0; j < WIDTH; j++) {
                point[j] = values[i + j];
            }
            points.add(new DoublePoint(point));
        }
        return points;
    }

    private static List<CentroidCluster<DoublePoint>> commons(float[] values, int clusters, int seed) {
        return new KMeansPlusPlusClusterer<DoublePoint>(clusters, -1, new EuclideanDistance(), new JDKRandomGenerator(seed))
                .cluster(points(values));
    }

    private static float[] centres(List<CentroidCluster<DoublePoint>> clusters) {
        float[] centres = new float[clusters.size() * WIDTH];
        for (int c = 0; c < clusters.size(); c++) {
            for (int j = 0; j < WIDTH; j++) {
                centres[c * WIDTH + j] = (float) clusters.get(c).getCenter().getPoint()[j];
            }
        }
        return centres;
    }

    /// Mean squared distance of the points from their centres.
    private static double spread(float[] values, float[] centres) {
        double sum = 0;
        for (int i = 0; i < values.length; i += WIDTH) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c += WIDTH) {
                double d = 0;
                for (int j = 0; j < WIDTH; j++) {
                    d += Math.pow((double) values[i + j] - centres[c + j], 2);
                }
                least = Math.min(least, d);
            }
            sum += least;
        }
        return sum * WIDTH / values.length;
    }

    /// Centres in the order of their values, so that two sets can be compared.
    private static double[] sorted(float[] centres) {
        return Arrays.stream(chunks(centres)).sorted(Arrays::compare).flatMapToDouble(c -> {
            double[] wide = new double[WIDTH];
            Arrays.setAll(wide, j -> c[j]);
            return Arrays.stream(wide);
        }).toArray();
    }

    private static float[][] chunks(float[] centres) {
        float[][] chunks = new float[centres.length / WIDTH][];
        Arrays.setAll(chunks, c -> Arrays.copyOfRange(centres, c * WIDTH, (c + 1) * WIDTH));
        return chunks;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsTheHeapsThatCommonsMathFinds(long seed) {
        float[] values = heaps(800, seed);
        Codebook found = new KMeans(8, 100).fit(Backends.create("cpu", 2), values, WIDTH, new PhiloxGenerator(seed, 1));
        double best = Double.POSITIVE_INFINITY;
        float[] theirs = null;
        // One start of theirs may put two centres into one heap.
        for (int start = 0; start < 5; start++) {
            float[] centres = centres(commons(values, 8, start));
            if (spread(values, centres) < best) {
                best = spread(values, centres);
                theirs = centres;
            }
        }
        assertArrayEquals(sorted(theirs), sorted(found.values()), 1e-4);
    }

    /// Where Commons Math has come to rest, nothing moves: each of its centres is the mean of the points that are nearest to it.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20})
    void restsWhereCommonsMathRests(int clusters) {
        float[] values = noise(500, clusters);
        List<CentroidCluster<DoublePoint>> rest = commons(values, clusters, clusters);
        try (var _ = Scope.open()) {
            Points all = new Points(REFERENCE, values, WIDTH);
            Codebook settled = new KMeans(clusters, 100).settle(all, centres(rest));
            assertArrayEquals(centres(rest), settled.values(), 1e-5f);
            int[] sizes = new int[clusters];
            for (int token : settled.tokens(REFERENCE, values)) {
                sizes[token]++;
            }
            assertArrayEquals(rest.stream().mapToInt(c -> c.getPoints().size()).toArray(), sizes);
        }
    }

    /// Without structure there are many places to rest. The best of some is as good as the best of as many of Commons Math's.
    @Test
    void comesAsNearToThePointsAsCommonsMath() {
        float[] values = noise(600, 9);
        double ours = Double.POSITIVE_INFINITY;
        double theirs = Double.POSITIVE_INFINITY;
        for (int start = 0; start < 10; start++) {
            ours = Math.min(ours, spread(values,
                    new KMeans(12, 100).fit(REFERENCE, values, WIDTH, new PhiloxGenerator(start, 1)).values()));
            theirs = Math.min(theirs, spread(values, centres(commons(values, 12, start))));
        }
        assertEquals(theirs, ours, 0.02 * theirs);
    }

    @Test
    void threadsHaveNoSay() {
        float[] values = noise(5000, 3);
        float[] one = new KMeans(40, 30).fit(Backends.create("cpu", 1), values, WIDTH, new PhiloxGenerator(3, 1)).values();
        for (int threads : new int[]{2, 3, 5}) {
            assertArrayEquals(one,
                    new KMeans(40, 30).fit(Backends.create("cpu", threads), values, WIDTH, new PhiloxGenerator(3, 1)).values());
        }
        assertFalse(Arrays.equals(one,
                new KMeans(40, 30).fit(Backends.create("cpu", 1), values, WIDTH, new PhiloxGenerator(4, 1)).values()),
                "the seed has a say");
    }

    /// Of a thousand equal points and two others, starts drawn by distance never take two equal ones.
    @Test
    void startsAreDrawnByTheirDistance() {
        float[] values = new float[1002 * WIDTH];
        values[500 * WIDTH] = 0.001f;
        values[900 * WIDTH + 1] = 1000;
        for (int seed = 0; seed < 20; seed++) {
            Codebook found = new KMeans(3, 1).fit(REFERENCE, values, WIDTH, new PhiloxGenerator(seed, 1));
            assertEquals(0, spread(values, found.values()), "seed " + seed);
        }
    }

    /// No point is nearest to the third centre: it moves to 13, which lies farthest from its own.
    @Test
    void anEmptyClusterTakesTheFarthestPoint() {
        float[] values = {0, 0, 0, 1, 0, 0, 10, 0, 0, 13, 0, 0};
        float[] starts = {0.5f, 0, 0, 11, 0, 0, 1000, 0, 0};
        try (var _ = Scope.open()) {
            Points all = new Points(REFERENCE, values, WIDTH);
            assertArrayEquals(new float[]{0.5f, 0, 0, 10, 0, 0, 13, 0, 0}, new KMeans(3, 10).settle(all, starts).values());
            assertArrayEquals(new float[]{0.5f, 0, 0, 10, 0, 0, 13, 0, 0}, new KMeans(3, 1).settle(all, starts).values());
        }
    }

    /// All centres but one begin far away from everything, and still every one ends with points of its own.
    @Test
    void manyEmptyClustersAreFilled() {
        float[] values = noise(300, 5);
        float[] starts = new float[20 * WIDTH];
        for (int c = 1; c < 20; c++) {
            starts[c * WIDTH] = 1000 + c;
        }
        try (var _ = Scope.open()) {
            Codebook settled = new KMeans(20, 100).settle(new Points(REFERENCE, values, WIDTH), starts);
            assertEquals(20, CodeUse.of(settled.tokens(REFERENCE, values), 20).used());
        }
    }

    @Test
    void moreClustersThanPointsAreRefused() {
        float[] twice = {1, 2, 3, 1, 2, 3, 4, 5, 6};
        assertEquals("k-means: there are 3 points, which allows 1 to 3 clusters, got 4; use fewer clusters or more clips",
                refusal(4, twice));
        assertEquals(
                "k-means: there are 2 different points, which allows 1 to 2 clusters, got 3; use fewer clusters or more clips",
                refusal(3, twice));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new KMeans(0, 1)).getMessage().contains("at least 1"));
    }

    private static String refusal(int clusters, float[] values) {
        return assertThrows(ExperimentException.class,
                () -> new KMeans(clusters, 10).fit(REFERENCE, values, WIDTH, new PhiloxGenerator(0, 0))).getMessage();
    }
}
