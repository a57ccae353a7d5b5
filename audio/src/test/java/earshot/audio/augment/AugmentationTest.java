package earshot.audio.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final float FILL = -77;

    @Property
    void shiftingMovesWholeColumns(@ForAll @IntRange(min = 1, max = 7) int mels, @ForAll @IntRange(min = 1, max = 40) int frames,
            @ForAll @IntRange(min = -100, max = 100) int by) {
        Image image = counting(mels, frames);
        CircularShift.shift(image, by);
        for (int m = 0; m < mels; m++) {
            for (int t = 0; t < frames; t++) {
                assertEquals(m * frames + t, image.values()[m * frames + Math.floorMod(t + by, frames)]);
            }
        }
    }

    @Test
    void shiftsStayInTheirRangeAndReachAllOfIt() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Float> firstValues = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            Image image = counting(1, 20);
            new CircularShift(0.2).apply(image, random);
            firstValues.add(image.values()[0]);
        }
        assertEquals(Set.of(0f, 1f, 2f, 3f, 4f, 16f, 17f, 18f, 19f), firstValues);
    }

    @Property
    void gainAddsOneNumberWithinItsRange(@ForAll @IntRange(min = 1, max = 9) int frames, @ForAll long seed) {
        Image image = new Image(new float[3 * frames], 3, frames);
        new Gain(6).apply(image, new SplittableRandom(seed));
        float added = image.values()[0];
        assertTrue(Math.abs(added) <= 6 && added != 0, () -> "added " + added);
        for (float x : image.values()) {
            assertEquals(added, x);
        }
    }

    @Property
    void masksAreWholeStripesNoWiderThanAllowed(@ForAll @IntRange(min = 1, max = 12) int mels,
            @ForAll @IntRange(min = 1, max = 30) int frames, @ForAll @IntRange(max = 2) int timeMasks,
            @ForAll @IntRange(max = 40) int maxFrames, @ForAll @IntRange(max = 2) int melMasks,
            @ForAll @IntRange(max = 20) int maxMels, @ForAll long seed) {
        Image image = counting(mels, frames);
        new Mask(timeMasks, maxFrames, melMasks, maxMels, FILL).apply(image, new SplittableRandom(seed));
        boolean[] columns = new boolean[frames];
        boolean[] rows = new boolean[mels];
        Arrays.fill(columns, true);
        Arrays.fill(rows, true);
        for (int i = 0; i < image.values().length; i++) {
            boolean masked = image.values()[i] == FILL;
            columns[i % frames] &= masked;
            rows[i / frames] &= masked;
            assertTrue(masked || image.values()[i] == i);
        }
        for (int i = 0; i < image.values().length; i++) {
            assertEquals(columns[i % frames] || rows[i / frames], image.values()[i] == FILL);
        }
        boolean allColumns = count(columns) == frames;
        boolean allRows = count(rows) == mels;
        // When one direction covers everything, the other cannot be seen.
        assertTrue(allRows || count(columns) <= timeMasks * maxFrames);
        assertTrue(allColumns || count(rows) <= melMasks * maxMels);
    }

    @Test
    void masksReachBothEdgesAndTheirGreatestWidth() {
        SplittableRandom random = new SplittableRandom(5);
        Set<Integer> firsts = new HashSet<>();
        Set<Integer> widths = new HashSet<>();
        for (int i = 0; i < 4000; i++) {
            Image image = counting(1, 10);
            new Mask(1, 4, 0, 0, FILL).apply(image, random);
            int width = 0;
            for (int t = 9; t >= 0; t--) {
                if (image.values()[t] == FILL) {
                    width++;
                    firsts.add(t);
                }
            }
            widths.add(width);
        }
        assertEquals(Set.of(0, 1, 2, 3, 4), widths);
        assertEquals(10, firsts.size());
    }

    @Property(tries = 200)
    void oneSeedGivesOnePicture(@ForAll long seed) {
        Augmentation all = new Augmentation(CircularShift.ANY, new Gain(6), new Mask(2, 8, 2, 4, FILL), TimeWarp.OFF);
        float[] first = augmented(all, seed);
        assertArrayEquals(first, augmented(all, seed));
        assertTrue(!Arrays.equals(first, augmented(all, seed + 1)));
        assertArrayEquals(counting(16, 30).values(), augmented(Augmentation.OFF, seed));
    }

    @Property(tries = 200)
    void switchingAStepOffLeavesTheOthersDraws(@ForAll long seed) {
        Mask mask = new Mask(1, 10, 1, 5, FILL);
        float[] with = augmented(new Augmentation(CircularShift.ANY, new Gain(3), mask, TimeWarp.OFF), seed);
        float[] without = augmented(Augmentation.OFF.withMask(mask), seed);
        for (int i = 0; i < with.length; i++) {
            assertEquals(without[i] == FILL, with[i] == FILL);
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CircularShift(0.6));
        assertThrows(IllegalArgumentException.class, () -> new Gain(-1));
        assertThrows(IllegalArgumentException.class, () -> new Mask(1, -1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Image(new float[5], 2, 3));
    }

    private static float[] augmented(Augmentation augmentation, long seed) {
        Image image = counting(16, 30);
        augmentation.apply(image, new Random(seed));
        return image.values();
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    private static Image counting(int mels, int frames) {
        float[] values = new float[mels * frames];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Image(values, mels, frames);
    }
}
