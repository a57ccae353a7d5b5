package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.data.Dataset;
import earshot.experiments.data.Folders;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures of 16 mels and 8 frames: clip c holds the number c everywhere in its first row, and a pattern below.
class BatchesTest {
    private static final int MELS = 16;
    private static final int FRAMES = 8;
    private static final int SIZE = MELS * FRAMES;
    private static final String[] PLAIN = {"augment.shift=0", "augment.gain=0", "augment.timeMasks=0", "augment.melMasks=0",
            "augment.mixup=0"};

    @TempDir
    Path folder;

    private Dataset dataset;
    private Features features;

    @BeforeEach
    void clips() throws IOException {
        dataset = dataset(folder, 11);
        features = features(11);
    }

    /// Clip 0 is held out as fold 1, all others are in fold 2; the classes of the clips are 0, 1, 2, 0, 1, 2 and so on.
    private static Dataset dataset(Path folder, int clips) throws IOException {
        var csv = new StringBuilder("filename,fold,category\n");
        String[] files = new String[clips];
        for (int i = 0; i < clips; i++) {
            files[i] = "clip" + i + ".wav";
            csv.append(files[i]).append(i == 0 ? ",1," : ",2,").append("class").append(i % 3).append('\n');
        }
        return Dataset.read(Folders.dataset(folder, csv.toString(), files));
    }

    private static Features features(int clips) {
        var images = new ArrayList<float[]>();
        for (int c = 0; c < clips; c++) {
            float[] image = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                image[i] = i < FRAMES ? c : (c * 7919 + i * 104729) % 101 / 10f;
            }
            images.add(image);
        }
        return new Features(images, MELS, FRAMES, 0, 0);
    }

    private Batches batches(int batch, String... settings) {
        Split split = Split.of(dataset, 1);
        var all = new ArrayList<>(List.of("batch=" + batch));
        all.addAll(List.of(settings));
        return new Batches(dataset, features, split, Normalization.of(features, split.training()),
                TinyExperiment.config(folder, all.toArray(String[]::new)));
    }

    /// The clip whose plain picture this is, by its first value.
    private int clip(float[] x, int place) {
        Normalization normalization = Normalization.of(features, Split.of(dataset, 1).training());
        return (int) Math.round(x[place * SIZE] * normalization.deviation() + normalization.mean());
    }

    private List<Integer> clips(Batches batches, int epoch) {
        var seen = new ArrayList<Integer>();
        Batches.Epoch pass = batches.epoch(epoch);
        for (int b = 0; b < batches.perEpoch(); b++) {
            Batches.Batch batch = pass.batch(b);
            for (int i = 0; i < batch.size(); i++) {
                seen.add(clip(batch.x(), i));
                assertEquals(dataset.clips().get(seen.getLast()).label(), batch.first()[i]);
            }
        }
        return seen;
    }

    @Property(tries = 60, seed = "17")
    void everyTrainingClipComesOnceAndNoBatchIsOfOneClip(@ForAll @IntRange(min = 2, max = 40) int training,
            @ForAll @IntRange(min = 2, max = 12) int batch) throws IOException {
        Path place = java.nio.file.Files.createTempDirectory("batches");
        try {
            dataset = dataset(place, training + 1);
        } finally {
            try (var files = java.nio.file.Files.walk(place)) {
                files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
        features = features(training + 1);
        folder = place;
        Batches batches = batches(batch, PLAIN);
        Batches.Epoch pass = batches.epoch(0);
        int all = 0;
        for (int b = 0; b < batches.perEpoch(); b++) {
            int n = pass.batch(b).size();
            all += n;
            boolean last = b == batches.perEpoch() - 1;
            assertTrue(last ? n >= 2 && n <= batch + 1 : n == batch, "batch " + b + " has " + n);
        }
        assertEquals(training, all);
        var expected = new TreeSet<Integer>();
        for (int c = 1; c <= training; c++) {
            expected.add(c);
        }
        List<Integer> seen = clips(batches, 3);
        assertEquals(training, seen.size());
        assertEquals(expected, new TreeSet<>(seen));
    }

    @Test
    void aSingleClipLeftOverJoinsTheBatchBefore() {
        assertEquals(List.of(3, 3, 4), sizes(batches(3, PLAIN)));
        assertEquals(List.of(4, 4, 2), sizes(batches(4, PLAIN)));
        assertEquals(List.of(5, 5), sizes(batches(5, PLAIN)));
        assertEquals(List.of(10), sizes(batches(9, PLAIN)));
        assertEquals(List.of(10), sizes(batches(32, PLAIN)));
    }

    private static List<Integer> sizes(Batches batches) {
        var sizes = new ArrayList<Integer>();
        for (int b = 0; b < batches.perEpoch(); b++) {
            sizes.add(batches.epoch(0).batch(b).size());
        }
        return sizes;
    }

    @Test
    void everyEpochSeedAndFoldHasItsOwnOrder() {
        var orders = new HashSet<List<Integer>>();
        for (int epoch = 0; epoch < 5; epoch++) {
            orders.add(clips(batches(4, PLAIN), epoch));
            var other = new ArrayList<>(List.of(PLAIN));
            other.add("seed=9");
            orders.add(clips(batches(4, other.toArray(String[]::new)), epoch));
        }
        assertEquals(10, orders.size());
        assertEquals(clips(batches(4, PLAIN), 2), clips(batches(4, PLAIN), 2));
    }

    @Test
    void withoutAugmentationAPictureIsNormalisedAndNothingElse() {
        Batches.Batch batch = batches(4, PLAIN).epoch(1).batch(0);
        Normalization normalization = Normalization.of(features, Split.of(dataset, 1).training());
        for (int i = 0; i < batch.size(); i++) {
            float[] expected = new float[SIZE];
            normalization.apply(features.images().get(clip(batch.x(), i)), expected, 0);
            assertArrayEquals(expected, Arrays.copyOfRange(batch.x(), i * SIZE, (i + 1) * SIZE));
        }
        assertEquals(1, batch.lambda());
        assertArrayEquals(batch.first(), batch.second());
    }

    @Test
    void augmentationChangesPicturesAndLeavesTheRecordingsAlone() {
        for (String setting : List.of("augment.shift=0.5", "augment.gain=6", "augment.timeMasks=3", "augment.melMasks=3",
                "augment.maxWarp=3")) {
            var settings = new ArrayList<>(List.of(PLAIN));
            settings.add(setting);
            Batches augmented = batches(10, settings.toArray(String[]::new));
            float[] first = augmented.epoch(0).batch(0).x();
            assertFalse(Arrays.equals(batches(10, PLAIN).epoch(0).batch(0).x(), first), setting);
            assertFalse(Arrays.equals(augmented.epoch(1).batch(0).x(), first), setting);
        }
        List<float[]> fresh = features(11).images();
        for (int c = 0; c < fresh.size(); c++) {
            assertArrayEquals(fresh.get(c), features.images().get(c));
        }
    }

    /// Any batch can be made without those before it: that is what going on after an interruption stands on.
    @Test
    void aBatchDoesNotDependOnWhatWasDrawnBefore() {
        Batches all = batches(4);
        var made = new ArrayList<Batches.Batch>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int b = 0; b < all.perEpoch(); b++) {
                made.add(all.epoch(epoch).batch(b));
            }
        }
        for (int epoch = 2; epoch >= 0; epoch--) {
            for (int b = all.perEpoch() - 1; b >= 0; b--) {
                Batches.Batch expected = made.get(epoch * all.perEpoch() + b);
                Batches.Batch got = batches(4).epoch(epoch).batch(b);
                assertArrayEquals(expected.x(), got.x());
                assertArrayEquals(expected.first(), got.first());
                assertArrayEquals(expected.second(), got.second());
                assertEquals(expected.lambda(), got.lambda());
            }
        }
    }

    /// With mixup and nothing else, the picture is λ of one clip and 1 - λ of its partner, whose label comes second.
    @Test
    void mixupAddsAPartnerOfTheSameBatch() {
        String[] mixup = PLAIN.clone();
        mixup[4] = "augment.mixup=0.4";
        var lambdas = new HashSet<Double>();
        boolean partnered = false;
        for (int epoch = 0; epoch < 6; epoch++) {
            for (int b = 0; b < 3; b++) {
                Batches.Batch plain = batches(4, PLAIN).epoch(epoch).batch(b);
                Batches.Batch mixed = batches(4, mixup).epoch(epoch).batch(b);
                double lambda = mixed.lambda();
                assertTrue(lambda >= 0 && lambda <= 1, "lambda " + lambda);
                lambdas.add(lambda);
                assertArrayEquals(plain.first(), mixed.first());
                var partners = new HashSet<Integer>();
                for (int i = 0; i < mixed.size(); i++) {
                    int partner = partner(plain.x(), mixed.x(), i, lambda, mixed.size());
                    assertEquals(plain.first()[partner], mixed.second()[i]);
                    partnered |= partner != i;
                    partners.add(partner);
                }
                if (lambda < 0.99) {
                    assertEquals(mixed.size(), partners.size(), "every clip is partner once");
                }
            }
        }
        assertEquals(18, lambdas.size());
        assertTrue(partnered);
    }

    /// The clip of the batch that explains the mixed picture.
    private static int partner(float[] plain, float[] mixed, int i, double lambda, int n) {
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int j = 0; j < n; j++) {
            double worst = 0;
            for (int p = 0; p < SIZE; p++) {
                double expected = lambda * plain[i * SIZE + p] + (1 - lambda) * plain[j * SIZE + p];
                worst = Math.max(worst, Math.abs(expected - mixed[i * SIZE + p]));
            }
            if (worst < least) {
                least = worst;
                best = j;
            }
        }
        assertTrue(least < 1e-6, "no clip of the batch explains picture " + i + ": " + least);
        return best;
    }

    /// Beta(0.4, 0.4): symmetric, and more often near 0 or 1 than in the middle.
    @Test
    void mixupsWeightIsBeta() {
        int n = 4000;
        double sum = 0;
        double squares = 0;
        String[] mixup = PLAIN.clone();
        mixup[4] = "augment.mixup=0.4";
        Batches batches = batches(10, mixup);
        for (int epoch = 0; epoch < n; epoch++) {
            double lambda = batches.epoch(epoch).batch(0).lambda();
            sum += lambda;
            squares += lambda * lambda;
        }
        double mean = sum / n;
        // Variance 1 / (4 (2a + 1)) = 0.1389; the standard error of the mean is 0.006.
        assertEquals(0.5, mean, 0.025);
        assertEquals(0.1389, squares / n - mean * mean, 0.006);
    }

    @Test
    void noTwoDrawsShareAStream() {
        var seen = new HashSet<Long>();
        int draws = 0;
        for (Chance purpose : Chance.values()) {
            for (int fold : new int[]{0, 1, 2, 10}) {
                for (int epoch : new int[]{0, 1, 2, 59, 65535}) {
                    for (int index : new int[]{0, 1, 2, 1999, 100_000}) {
                        for (long seed : new long[]{0, 1, -1}) {
                            long first = purpose.of(seed, fold, epoch, index).nextLong();
                            assertEquals(first, purpose.of(seed, fold, epoch, index).nextLong());
                            seen.add(first);
                            draws++;
                        }
                    }
                }
            }
        }
        assertEquals(draws, seen.size());
    }
}
