package earshot.experiments.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.data.DatasetCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDatasetTest {
    private static final SyntheticDataset SMALL = new SyntheticDataset(5, 0.5, 8000, 3);

    @TempDir
    Path folder;

    @Test
    void writesTheLayoutOfEsc50() throws IOException {
        var finished = new AtomicInteger();
        SMALL.write(folder.resolve("set"), 2, finished::incrementAndGet);
        Dataset dataset = Dataset.read(folder.resolve("set"));
        assertEquals(SyntheticDataset.classes(), dataset.classes());
        assertEquals(10, dataset.classes().size());
        assertEquals(List.of(1, 2, 3, 4, 5), dataset.folds());
        assertEquals(50, finished.get());
        DatasetCheck check = DatasetCheck.of(folder.resolve("set"), () -> {
        });
        assertTrue(check.sound(), check.toString());
        assertTrue(check.counts().values().stream().allMatch(folds -> folds.values().stream().allMatch(count -> count == 1)),
                check.counts().toString());
        assertEquals(List.of(8000), List.copyOf(check.rates().keySet()));
        assertEquals(0.5, check.shortest());
        assertEquals(0.5, check.longest());
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        SMALL.write(folder.resolve("a"), 2, () -> {
        });
        SMALL.write(folder.resolve("b"), 2, () -> {
        });
        new SyntheticDataset(5, 0.5, 8000, 4).write(folder.resolve("c"), 2, () -> {
        });
        for (Clip clip : Dataset.read(folder.resolve("a")).clips()) {
            byte[] bytes = Files.readAllBytes(clip.file());
            assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("b/audio").resolve(clip.name())), clip.name());
            assertFalse(Arrays.equals(bytes, Files.readAllBytes(folder.resolve("c/audio").resolve(clip.name()))), clip.name());
        }
        assertEquals(-1, Files.mismatch(folder.resolve("a/meta/esc50.csv"), folder.resolve("b/meta/esc50.csv")));
    }

    /// A clip depends on seed, class and number alone, so adding clips or rendering in another order changes none.
    @Test
    void clipsDoNotDependOnEachOther() {
        float[] alone = SMALL.samples(4, 2);
        var larger = new SyntheticDataset(40, 0.5, 8000, 3);
        larger.samples(4, 1);
        assertArrayEquals(alone, larger.samples(4, 2));
        // The seed is mixed in, not added: neighbours do not share clips.
        assertFalse(Arrays.equals(new SyntheticDataset(5, 0.5, 8000, 4).samples(4, 1), alone));
    }

    /// Sound in every clip, never beyond full scale, and no two clips of a kind alike.
    @Test
    void everyClipIsSoundAndDifferent() {
        for (int kind = 0; kind < 10; kind++) {
            var seen = new HashSet<Integer>();
            for (int number = 0; number < 8; number++) {
                float[] samples = new SyntheticDataset(8, 2, 16_000, 0).samples(kind, number);
                double power = 0;
                float peak = 0;
                for (float x : samples) {
                    assertTrue(Float.isFinite(x), "kind " + kind + " clip " + number);
                    power += (double) x * x;
                    peak = Math.max(peak, Math.abs(x));
                }
                assertTrue(peak <= 1 && peak > 0.05, "kind " + kind + " clip " + number + ": peak " + peak);
                assertTrue(Math.sqrt(power / samples.length) > 1e-3, "kind " + kind + " clip " + number + " is silent");
                seen.add(Arrays.hashCode(samples));
            }
            assertEquals(8, seen.size());
        }
    }

    /// The tabulated sine against the exact one.
    @Test
    void oscillatorIsASine() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(StrictMath.sin(2 * StrictMath.PI * i / 1000.0), Oscillator.at(i / 1000.0), 4e-7);
        }
        var tone = new Oscillator(8000, 0);
        double[] got = new double[400];
        double[] expected = new double[400];
        for (int i = 0; i < got.length; i++) {
            got[i] = tone.sine(440);
            expected[i] = StrictMath.sin(2 * StrictMath.PI * 440 * (i + 1) / 8000.0);
        }
        assertEquals(1, new PearsonsCorrelation().correlation(got, expected), 1e-9);
    }

    /// Gain of a filter at a frequency, measured with a tone.
    private static double gain(Biquad filter, double hertz, int rate) {
        var tone = new Oscillator(rate, 0);
        double in = 0;
        double out = 0;
        for (int i = 0; i < 2 * rate; i++) {
            double x = tone.sine(hertz);
            double y = filter.step(x);
            in += i < rate ? 0 : x * x;
            out += i < rate ? 0 : y * y;
        }
        return Math.sqrt(out / in);
    }

    @Test
    void filtersPassWhatTheirNamesSay() {
        int rate = 16_000;
        assertEquals(1, gain(Biquad.lowPass(1000, 0.7, rate), 50, rate), 0.01);
        assertTrue(gain(Biquad.lowPass(1000, 0.7, rate), 6000, rate) < 0.02);
        assertEquals(1, gain(Biquad.highPass(1000, 0.7, rate), 7000, rate), 0.02);
        assertTrue(gain(Biquad.highPass(1000, 0.7, rate), 50, rate) < 0.01);
        assertEquals(1, gain(Biquad.bandPass(1000, 3, rate), 1000, rate), 0.01);
        assertTrue(gain(Biquad.bandPass(1000, 3, rate), 4000, rate) < 0.15);
    }

    @Test
    void refusesAFolderWithContentAndSettingsWithoutSense() throws IOException {
        Files.writeString(folder.resolve("precious"), "1");
        assertThrows(ExperimentException.class, () -> SMALL.write(folder, 2, () -> {
        }));
        assertEquals("1", Files.readString(folder.resolve("precious")));
        assertThrows(UsageException.class, () -> new SyntheticDataset(0, 5, 44_100, 0));
        assertThrows(UsageException.class, () -> new SyntheticDataset(1, 0.1, 44_100, 0));
        assertThrows(UsageException.class, () -> new SyntheticDataset(1, Double.NaN, 44_100, 0));
        assertThrows(UsageException.class, () -> new SyntheticDataset(1, 5, 100, 0));
    }
}
