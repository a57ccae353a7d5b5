package earshot.experiments.simclr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.augment.CircularShift;
import earshot.audio.augment.WaveGain;
import earshot.engine.Scope;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.features.Normalization;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static final LogMelFrontEnd FRONT_END = new LogMelFrontEnd(8000, 0.5, 16, 256, 128, 0);
    private static final Normalization PLAIN = new Normalization(0, 1);
    /// Nothing changes at all.
    private static final Views STILL = new Views(1, Views.MILD.stretch(), Views.MILD.pitch(), Views.MILD.filter(),
            Views.MILD.background(), WaveGain.OFF, CircularShift.OFF, new Views.Masks(0, 0, 0, 0));

    private static List<float[]> recordings(int count) {
        var all = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            float[] samples = new float[4000];
            for (int j = 0; j < samples.length; j++) {
                samples[j] = (float) random.nextGaussian();
            }
            all.add(samples);
        }
        return all;
    }

    private static Pairs pairs(Views views, int clips, int batch) {
        return new Pairs(new ViewMaker(views, FRONT_END, recordings(clips), PLAIN), clips, batch, 1, 7);
    }

    @Property(tries = 60)
    void everyEpochHasAllClipsOnceInBatchesOfAboutOneSize(@ForAll @IntRange(min = 2, max = 12) int clips,
            @ForAll @IntRange(min = 2, max = 9) int batch, @ForAll @IntRange(max = 3) int epoch) {
        Pairs pairs = pairs(STILL, clips, batch);
        var sizes = new ArrayList<Integer>();
        var seen = new HashSet<Integer>();
        int picture = pairs.mels() * pairs.frames();
        for (int i = 0; i < pairs.perEpoch(); i++) {
            Pairs.Batch b = pairs.epoch(epoch).batch(i);
            sizes.add(b.size());
            for (int k = 0; k < b.size(); k++) {
                float[] first = Arrays.copyOfRange(b.x(), k * picture, (k + 1) * picture);
                float[] second = Arrays.copyOfRange(b.x(), (b.size() + k) * picture, (b.size() + k + 1) * picture);
                assertArrayEquals(first, second, "without changes both views are the clip");
                assertTrue(seen.add(Arrays.hashCode(first)), "no clip comes twice");
            }
        }
        assertEquals(clips, seen.size());
        assertTrue(sizes.stream().allMatch(n -> n >= 2), sizes.toString());
        int most = sizes.stream().mapToInt(n -> n).max().orElse(0);
        assertTrue(most <= Math.max(batch, 3), sizes.toString());
        assertTrue(sizes.stream().allMatch(n -> n >= most - 1), sizes.toString());
    }

    @Test
    void hardViewsOfAClipDifferAndComeAgain() {
        Pairs pairs = pairs(Views.HARD, 6, 3);
        float[] x = pairs.epoch(2).batch(1).x();
        assertArrayEquals(x, pairs.epoch(2).batch(1).x());
        assertFalse(Arrays.equals(x, pairs.epoch(3).batch(1).x()));
        int half = x.length / 2;
        assertFalse(Arrays.equals(Arrays.copyOf(x, half), Arrays.copyOfRange(x, half, x.length)));
        assertEquals(32, pairs(STILL, 2, 2).frames());
        assertEquals(16, pairs.frames(), "half the clip");
    }

    /// A click somewhere in silence is in every stretch, at different places of it.
    @Test
    void stretchesHoldWhatSounds() {
        float[] click = new float[8000];
        click[6100] = 1;
        var crop = new SoundingCrop(click, 1000, 8000);
        var places = new HashSet<Integer>();
        for (int seed = 0; seed < 50; seed++) {
            float[] cut = crop.apply(new SplittableRandom(seed));
            assertEquals(1000, cut.length);
            int[] at = IntStream.range(0, 1000).filter(i -> cut[i] != 0).toArray();
            if (at.length == 1) {
                places.add(at[0]);
            }
        }
        // The block's middle is in every stretch, the click, a hundred samples off, in nearly all.
        assertTrue(places.size() > 30, places.toString());
    }

    @Test
    void shortAndSilentRecordingsArePadded() {
        float[] cut = new SoundingCrop(new float[]{1, 2, 3}, 5, 8000).apply(new SplittableRandom(1));
        assertArrayEquals(new float[]{1, 2, 3, 0, 0}, cut);
        assertArrayEquals(new float[4], new SoundingCrop(new float[9], 4, 8000).apply(new SplittableRandom(1)));
    }

    @Test
    void theQueueHoldsTheNewest() {
        var queue = new NegativeQueue(3, 2);
        var backend = Backends.create("reference", 1);
        assertEquals(0, queue.size());
        assertTrue(queue.tensor(backend).isEmpty());
        queue.add(new float[]{1, 1, 2, 2});
        assertEquals(2, queue.size());
        queue.add(new float[]{3, 3, 4, 4});
        assertEquals(3, queue.size());
        try (var _ = Scope.open()) {
            assertArrayEquals(new float[]{4, 4, 2, 2, 3, 3}, queue.tensor(backend).orElseThrow().floats());
        }
        var none = new NegativeQueue(0, 2);
        none.add(new float[]{1, 1});
        assertEquals(0, none.size());
    }

    @Test
    void theTallyCountsPairsThatWereFound() {
        var tally = new Tally();
        float out = -1e9f;
        tally.add(2, new float[]{out, 0.5f, 0.1f, 0.4f, out, 0.9f}, new int[]{1, 0});
        tally.add(1, new float[]{out, 1, 1, out}, new int[]{1, 0});
        ContrastiveEpoch epoch = tally.epoch(3, 4, 0.1);
        assertEquals(new ContrastiveEpoch("contrastive", 3, 4, 1.5, 0.75, 0.75, 0.1), epoch);
        assertEquals("fold 3  pre-training 4/9  loss 1.500  pairs found 75.0% (chance 75.0%)  lr 1.0e-01", epoch.words(9));
    }
}
