package earshot.audio.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.Close;
import earshot.audio.golden.GoldenAudio;
import earshot.audio.spectrum.Fft;

class WaveAugmentationTest {

    private static final int RATE = 8000;
    private static final Background BACKGROUND = new Background(1, 0, 20, List.of(noise(700, 5), noise(9000, 6)));
    private static final List<WaveChange> ALL = List.of(new TimeStretch(1, 1.5), new PitchShift(1, 5), new RateJitter(0.1),
            new WaveShift(0.1, true), new WaveShift(0.1, false), new BandPass(1, 200, 3000, 2), BACKGROUND,
            new Noise(1, Noise.Colour.PINK, 0, 20), new WaveGain(6), new Polarity(0.5));

    @Provide
    Arbitrary<WaveChange> changes() {
        return Arbitraries.of(ALL);
    }

    @Property(tries = 150)
    void everyChangeIsRepeatableAndKeepsLengthAndOriginal(@ForAll("changes") WaveChange change,
            @ForAll @IntRange(min = 0, max = 5000) int length, @ForAll long seed) {
        float[] samples = noise(length, seed);
        float[] before = samples.clone();
        float[] once = change.apply(samples, RATE, new SplittableRandom(seed));
        float[] again = change.apply(samples, RATE, new SplittableRandom(seed));
        assertEquals(length, once.length);
        assertArrayEquals(once, again);
        assertArrayEquals(before, samples);
        assertNotSame(samples, once);
        for (float x : once) {
            assertTrue(Float.isFinite(x), change.toString());
        }
    }

    @Property(tries = 30)
    void everyChangeChangesSomething(@ForAll("changes") WaveChange change, @ForAll long seed) {
        float[] samples = noise(4000, seed);
        boolean changed = false;
        for (int i = 0; i < 30 && !changed; i++) {
            changed = !Arrays.equals(samples, change.apply(samples, RATE, new SplittableRandom(seed + i)));
        }
        assertTrue(changed, change.toString());
    }

    @Property(tries = 20)
    void offLeavesEverythingAsItIs(@ForAll @IntRange(max = 3000) int length, @ForAll long seed) {
        float[] samples = noise(length, seed);
        assertArrayEquals(samples, WaveAugmentation.OFF.apply(samples, RATE, new SplittableRandom(seed)));
    }

    /// A recording is made louder by the same amount whether noise (too faint to hear) was drawn before or not.
    @Property(tries = 20)
    void oneChangeDoesNotDisturbTheDrawsOfAnother(@ForAll long seed) {
        float[] samples = noise(2000, seed);
        float[] alone = louder(Noise.OFF).apply(samples, RATE, new SplittableRandom(seed));
        float[] noisy = louder(new Noise(1, Noise.Colour.WHITE, 190, 200)).apply(samples, RATE, new SplittableRandom(seed));
        for (int i = 0; i < alone.length; i++) {
            assertEquals(alone[i], noisy[i], 1e-6);
        }
    }

    private static WaveAugmentation louder(Noise noise) {
        WaveAugmentation off = WaveAugmentation.OFF;
        return new WaveAugmentation(off.stretch(), off.pitch(), off.jitter(), off.shift(), off.filter(), off.background(), noise,
                new WaveGain(12), off.polarity());
    }

    @Property(tries = 40)
    void noiseHasTheRatioAskedFor(@ForAll Noise.Colour colour, @ForAll @DoubleRange(min = -20, max = 60) double ratio,
            @ForAll long seed) {
        float[] samples = noise(3000, seed);
        float[] noisy = new Noise(1, colour, ratio, ratio).apply(samples, RATE, new SplittableRandom(seed));
        assertEquals(ratio, ratio(samples, noisy), 0.02);
        float[] mixed = new Background(1, ratio, ratio, List.of(noise(100, 1))).apply(samples, RATE, new SplittableRandom(seed));
        assertEquals(ratio, ratio(samples, mixed), 0.02);
    }

    private static double ratio(float[] samples, float[] sum) {
        double added = 0;
        for (int i = 0; i < samples.length; i++) {
            added += Math.pow((double) sum[i] - samples[i], 2);
        }
        return 10 * Math.log10(Ranges.power(samples) * samples.length / added);
    }

    /// An octave higher the power per hertz is lower by 3 dB for pink noise, by 6 for brown.
    @Property(tries = 10)
    void coloursFallAsTheyShould(@ForAll Noise.Colour colour, @ForAll long seed) {
        int n = 1 << 15;
        double[] x = new double[n];
        float[] noise = new Noise(1, colour, 0, 0).noise(n, new SplittableRandom(seed));
        for (int i = 0; i < n; i++) {
            x[i] = noise[i];
        }
        Fft fft = Fft.real(n);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        fft.transform(x, re, im, fft.work());
        double fall = 10 * Math.log10(band(re, im, 1000, 2000) / band(re, im, 4000, 8000));
        double expected = switch (colour) {
            case WHITE -> 0;
            case PINK -> 6;
            case BROWN -> 12;
            case BLUE -> -6;
            case VIOLET -> -12;
        };
        assertEquals(expected, fall, 0.8);
    }

    private static double band(double[] re, double[] im, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += re[k] * re[k] + im[k] * im[k];
        }
        return sum / (to - from);
    }

    @TestFactory
    Stream<DynamicTest> librosaStretchesAlike() {
        GoldenAudio own = GoldenAudio.own();
        return own.cases("time_stretch").entrySet().stream().map(e -> dynamicTest(e.getKey(),
                () -> Close.relative(e.getKey(), own.floats(e.getKey() + "/out/y"),
                        TimeStretch.stretched(own.samples(e.getValue()), e.getValue().get("speed").asDouble()), 2e-5)));
    }

    @Test
    void stretchedTonesKeepTheirPitchAndShiftedOnesTheirLength() {
        float[] tone = tone(440, 2 * RATE);
        for (double speed : new double[]{0.7, 1.4}) {
            float[] stretched = TimeStretch.stretched(tone, speed);
            assertEquals(Math.round(tone.length / speed), stretched.length);
            assertEquals(440, pitch(stretched), 3);
        }
        for (double semitones : new double[]{-7, 4}) {
            float[] shifted = PitchShift.shifted(tone, semitones);
            assertEquals(tone.length, shifted.length);
            assertEquals(440 * Math.pow(2, semitones / 12), pitch(shifted), 4);
        }
        assertEquals(440 * 1.1, pitch(RateJitter.faster(tone, 100)), 3);
    }

    @Test
    void aBandPassStopsWhatIsFarFromItsCentre() {
        BandPass filter = new BandPass(1, 1000, 1000, 1);
        double inside = Ranges.power(filter.filtered(tone(1000, RATE), 1000, RATE));
        double below = Ranges.power(filter.filtered(tone(100, RATE), 1000, RATE));
        double above = Ranges.power(filter.filtered(tone(3900, RATE), 1000, RATE));
        assertEquals(0.5, inside, 0.01);
        assertTrue(below < 0.01 && above < 0.01, below + " " + above);
        double edge = Ranges.power(filter.filtered(tone(1000 * Math.sqrt(2), RATE), 1000, RATE));
        assertEquals(0.25, edge, 0.02);
    }

    @Test
    void shiftsMoveSamples() {
        float[] x = {1, 2, 3, 4};
        assertArrayEquals(new float[]{4, 1, 2, 3}, new WaveShift(1, true).shifted(x, 1));
        assertArrayEquals(new float[]{2, 3, 4, 1}, new WaveShift(1, true).shifted(x, -5));
        assertArrayEquals(new float[]{0, 1, 2, 3}, new WaveShift(1, false).shifted(x, 1));
        assertArrayEquals(new float[]{0, 0, 0, 0}, new WaveShift(1, false).shifted(x, -9));
    }

    @Test
    void shiftsMayGoByWholeSeconds() {
        float[] x = new float[5 * RATE];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        WaveShift shift = new WaveShift(5, true, 1);
        boolean[] seen = new boolean[5];
        for (int seed = 0; seed < 60; seed++) {
            int first = (int) shift.apply(x, RATE, new SplittableRandom(seed))[0];
            assertEquals(0, first % RATE);
            seen[first / RATE] = true;
        }
        assertArrayEquals(new boolean[]{true, true, true, true, true}, seen);
    }

    @Property(tries = 50)
    void cropsAreStretchesOfTheRecording(@ForAll @IntRange(min = 1, max = 400) int length,
            @ForAll @IntRange(max = 800) int samples,
            @ForAll long seed) {
        float[] x = noise(samples, seed);
        float[] crop = new RandomCrop(length).apply(x, new SplittableRandom(seed));
        assertEquals(length, crop.length);
        if (samples <= length) {
            assertArrayEquals(Arrays.copyOf(x, length), crop);
        } else {
            boolean found = false;
            for (int at = 0; at + length <= samples && !found; at++) {
                found = Arrays.equals(x, at, at + length, crop, 0, length);
            }
            assertTrue(found);
        }
    }

    /// Bent time runs forwards, and its ends stay where they are.
    @Property(tries = 100)
    void warpedTimeStillRunsForwards(@ForAll @IntRange(min = 2, max = 60) int frames, @ForAll @IntRange(max = 80) int most,
            @ForAll long seed) {
        float[] ramp = new float[2 * frames];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % frames;
        }
        float[] bent = ramp.clone();
        new TimeWarp(most).apply(new Image(bent, 2, frames), new SplittableRandom(seed));
        assertEquals(0, bent[0], 1e-5f);
        assertEquals(frames - 1, bent[frames - 1], 1e-3f);
        for (int i = 1; i < frames; i++) {
            assertTrue(bent[i] >= bent[i - 1] - 1e-4f, Arrays.toString(bent));
            assertEquals(i, bent[i], most + 1, "frame " + i);
            assertEquals(bent[i], bent[frames + i]);
        }
        if (most == 0) {
            assertArrayEquals(ramp, bent);
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Noise(1.5, Noise.Colour.WHITE, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Noise(1, Noise.Colour.WHITE, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new TimeStretch(1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Background(0.1, 0, 1, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new BandPass(1, 0, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(0));
        assertFalse(new WaveShift(0, false).equals(WaveShift.OFF));
    }

    private static float[] tone(double hertz, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) Math.sin(2 * Math.PI * hertz * i / RATE);
        }
        return x;
    }

    /// The frequency of a tone, from how often it crosses zero upwards in its middle part.
    private static double pitch(float[] x) {
        int first = -1;
        int last = -1;
        int count = 0;
        for (int i = x.length / 8; i < x.length * 7 / 8; i++) {
            if (x[i] < 0 && x[i + 1] >= 0) {
                first = first < 0 ? i : first;
                last = i;
                count++;
            }
        }
        return (count - 1.0) * RATE / (last - first);
    }

    private static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = 2 * random.nextFloat() - 1;
        }
        return x;
    }
}
