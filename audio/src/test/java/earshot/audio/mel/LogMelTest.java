package earshot.audio.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.spectrum.Stft;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogMelTest {

    @Test
    void fiveLines() {
        LogMel logMel = new LogMel(LogMel.Settings.standard());
        float[] samples = noise(5 * logMel.settings().rate(), 1);
        float[] image = logMel.apply(samples);
        assertEquals(128, logMel.mels());
        assertEquals(216, logMel.frames(samples.length));
        assertEquals(128 * 216, image.length);
    }

    /// The composed front end is the product of its parts.
    @Property(tries = 40)
    void isThePartsPutTogether(@ForAll @IntRange(min = 1, max = 3000) int samples, @ForAll @IntRange(min = 2, max = 300) int fft,
            @ForAll @IntRange(min = 30, max = 400) int hop, @ForAll @IntRange(min = 1, max = 40) int mels, @ForAll long seed) {
        LogMel.Settings settings = LogMel.Settings.of(16000, fft, hop, mels);
        float[] x = noise(samples, seed);
        int frames = settings.stft().frames(samples);
        float[] power = new Stft(settings.stft()).power(x);
        float[] matrix = new MelBank(settings.mel()).matrix();
        float[] expected = new float[mels * frames];
        for (int m = 0; m < mels; m++) {
            for (int t = 0; t < frames; t++) {
                double sum = 0;
                for (int k = 0; k < settings.stft().bins(); k++) {
                    sum += (double) matrix[m * settings.stft().bins() + k] * power[k * frames + t];
                }
                expected[m * frames + t] = (float) sum;
            }
        }
        settings.decibels().apply(expected);
        assertArrayEquals(expected, new LogMel(settings).apply(x), 1e-4f);
    }

    @Test
    void manyThreadsGetTheSameNumbers() {
        LogMel logMel = new LogMel(LogMel.Settings.of(8000, 256, 64, 32));
        List<float[]> clips = IntStream.range(0, 64).mapToObj(i -> noise(4000 + i, i)).toList();
        List<float[]> alone = clips.stream().map(logMel::apply).toList();
        List<float[]> together = clips.parallelStream().map(logMel::apply).toList();
        for (int i = 0; i < clips.size(); i++) {
            assertArrayEquals(alone.get(i), together.get(i));
        }
    }

    @Test
    void silenceIsTheFloorAndShortSignalsAreRefused() {
        LogMel logMel = new LogMel(LogMel.Settings.of(8000, 256, 64, 32));
        for (float x : logMel.apply(new float[1000])) {
            assertEquals(-100, x, 1e-5);
        }
        assertThrows(IllegalArgumentException.class, () -> logMel.apply(new float[0]));
    }

    @Property(tries = 200)
    void melScalesInvert(@ForAll MelScale scale, @ForAll @DoubleRange(min = 0, max = 24000) double hertz) {
        assertEquals(hertz, scale.toHertz(scale.toMel(hertz)), 1e-8 * (1 + hertz));
        assertTrue(scale.toMel(hertz + 1) > scale.toMel(hertz));
    }

    @Test
    void manySignalsAreWhatTheyAreAlone() {
        LogMel logMel = new LogMel(LogMel.Settings.of(8000, 512, 160, 40));
        List<float[]> clips = IntStream.range(0, 20).mapToObj(i -> noise(600 + 37 * i, i)).toList();
        float[][] alone = clips.stream().map(logMel::apply).toArray(float[][]::new);
        assertArrayEquals(alone, logMel.applyAll(clips, 3));
        assertThrows(IllegalArgumentException.class, () -> logMel.applyAll(List.of(new float[0]), 2));
    }

    /// The own logarithm is the library's within rounding, and does not depend on where in an array a number stands.
    @Property(tries = 300)
    void decibelsAreExact(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(Float.intBitsToFloat(random.nextInt() & 0x7F7F_FFFF));
            assertEquals(10 * Math.log10(Math.max(1e-300, values[i])), Logarithm.tenLog10(Math.max(1e-300, (double) values[i])),
                    2e-13);
        }
        float[] together = values.clone();
        Logarithm.decibels(together, 1e-10, 3, -90);
        for (int i = 0; i < count; i++) {
            float[] alone = {values[i]};
            Logarithm.decibels(alone, 1e-10, 3, -90);
            assertEquals(alone[0], together[i]);
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MelBank.Settings.slaney(0, 512, 40));
        assertThrows(IllegalArgumentException.class,
                () -> new MelBank.Settings(8000, 512, 40, 0, 4001, MelScale.HTK, MelBank.Norm.NONE));
        assertThrows(IllegalArgumentException.class, () -> new LogMel.Settings(LogMel.Settings.of(8000, 512, 64, 32).stft(),
                MelBank.Settings.slaney(8000, 256, 32), Decibels.STANDARD));
        assertThrows(IllegalArgumentException.class, () -> Decibels.STANDARD.withReference(Double.NaN));
    }

    @Test
    void equalSettingsHaveEqualNames() {
        assertEquals(LogMel.Settings.standard().toString(), LogMel.Settings.of(22050, 2048, 512, 128).toString());
        assertTrue(!LogMel.Settings.standard().toString().equals(LogMel.Settings.of(22050, 2048, 512, 64).toString()));
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
