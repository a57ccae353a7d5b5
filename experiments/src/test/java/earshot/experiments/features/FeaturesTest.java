package earshot.experiments.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.file.AudioClip;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.data.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From recordings to normalised pictures: [Features], [FrontEnd] and [Normalization].
class FeaturesTest {
    private static final FrontEnd SMALL = new LogMelFrontEnd(8000, 0.25, 8, 256, 128, 80);

    @TempDir
    Path folder;

    private Dataset dataset(int... frames) throws IOException {
        var csv = new StringBuilder("filename,fold,category\n");
        for (int i = 0; i < frames.length; i++) {
            csv.append("clip").append(i).append(".wav,").append(i % 2 + 1).append(i == 0 ? ",cat\n" : ",dog\n");
        }
        Folders.dataset(folder, csv.toString());
        for (int i = 0; i < frames.length; i++) {
            Files.write(folder.resolve("audio/clip" + i + ".wav"), FeatureCacheTest.tone(frames[i]));
        }
        return Dataset.read(folder);
    }

    private Features features(Dataset dataset) throws IOException {
        return Features.of(dataset, SMALL, new FeatureCache(folder.resolve("cache")), 2, () -> {
        });
    }

    @Test
    void picturesComeInTheOrderOfTheClipsAndLengthsAreCounted() throws IOException {
        Dataset dataset = dataset(2000, 1000, 2001, 4000, 2006, 1999, 500);
        var done = new AtomicInteger();
        for (int round = 0; round < 2; round++) {
            Features features = Features.of(dataset, SMALL, new FeatureCache(folder.resolve("cache")), 1 + round,
                    done::incrementAndGet);
            assertEquals(2, features.padded(), "1000 and 500 frames; one frame less than wanted is let pass");
            assertEquals(2, features.cut(), "4000 and 2006 frames");
            assertEquals(8, features.mels());
            assertEquals(16, features.frames());
            for (int i = 0; i < 7; i++) {
                assertArrayEquals(SMALL.apply(FrontEnd.read(dataset.clips().get(i).file()), SMALL.transform()),
                        features.images().get(i), "clip " + i);
            }
        }
        assertEquals(14, done.get());
    }

    @Test
    void halfAMillisecondIsNoDifference() {
        assertEquals(FrontEnd.Fit.EXACT, SMALL.fit(0.25));
        assertEquals(FrontEnd.Fit.EXACT, SMALL.fit(0.2504));
        assertEquals(FrontEnd.Fit.EXACT, SMALL.fit(0.2496));
        assertEquals(FrontEnd.Fit.PADDED, SMALL.fit(0.2494));
        assertEquals(FrontEnd.Fit.CUT, SMALL.fit(0.2506));
        assertEquals(FrontEnd.Fit.PADDED, SMALL.fit(0));
    }

    /// Silence is put behind a short clip, and what is too long is taken off at the end.
    @Test
    void clipsArePaddedAndCutAtTheirEnd() {
        float[] sound = new float[3000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) Math.sin(i * 0.3);
        }
        float[] exact = SMALL.apply(AudioClip.mono(8000, Arrays.copyOf(sound, 2000)), SMALL.transform());
        assertArrayEquals(exact, SMALL.apply(AudioClip.mono(8000, sound), SMALL.transform()));
        float[] padded = Arrays.copyOf(Arrays.copyOf(sound, 1200), 2000);
        assertArrayEquals(SMALL.apply(AudioClip.mono(8000, padded), SMALL.transform()),
                SMALL.apply(AudioClip.mono(8000, Arrays.copyOf(sound, 1200)), SMALL.transform()));
        // Two channels are averaged, another rate is brought to this one.
        assertArrayEquals(exact, SMALL.apply(new AudioClip(8000, new float[][]{sound, sound}), SMALL.transform()));
        assertEquals(exact.length, SMALL.apply(AudioClip.mono(44100, sound), SMALL.transform()).length);
    }

    @Test
    void allClipsThatCannotBeDecodedAreListedInOneLine() throws IOException {
        Dataset dataset = dataset(2000, 2000, 2000, 2000);
        Files.writeString(folder.resolve("audio/clip1.wav"), "this is a text");
        Files.write(folder.resolve("audio/clip2.wav"), new byte[0]);
        Files.write(folder.resolve("audio/clip3.wav"), Folders.wav(8000, 0));
        String message = assertThrows(ExperimentException.class, () -> features(dataset)).getMessage();
        assertTrue(message.startsWith("3 clips cannot be decoded"), message);
        for (int i = 1; i <= 3; i++) {
            assertTrue(message.contains(folder.resolve("audio/clip" + i + ".wav").toString()), message);
        }
        assertEquals(1, message.lines().count());
    }

    @Test
    void settingsThatNoTransformCanDoAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(0, 1, 8, 256, 128, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 1, 0, 256, 128, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 1, 8, 0, 128, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 1, 8, 256, 0, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 1, 8, 256, 128, -1));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 0.01, 8, 256, 128, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, Double.NaN, 8, 256, 128, 80));
        assertThrows(IllegalArgumentException.class, () -> new LogMelFrontEnd(8000, 601, 8, 256, 128, 80));
    }

    @Test
    void normalisationIsMeanAndDeviationOfTheClipsNamed() {
        var features = new Features(List.of(new float[]{1, 3}, new float[]{100, -100}, new float[]{5, 7}), 1, 2, 0, 0);
        Normalization some = Normalization.of(features, new int[]{0, 2});
        assertEquals(4, some.mean(), 1e-12);
        assertEquals(Math.sqrt(5), some.deviation(), 1e-12);
        float[] to = new float[5];
        some.apply(new float[]{4, 9}, to, 2);
        assertArrayEquals(new float[]{0, 0, 0, (float) Math.sqrt(5), 0}, to, 1e-6f);
        assertNotEquals(some, Normalization.of(features, new int[]{0, 1}));
        assertEquals(new Normalization(100, 1),
                Normalization.of(new Features(List.of(new float[]{100, 100}), 1, 2, 0, 0), new int[]{0}));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(0, 0));
    }

    @Test
    void theFingerprintIsThatOfPicturesNamesFoldsAndClasses() throws IOException {
        Dataset dataset = dataset(2000, 1000);
        Features features = features(dataset);
        String print = features.fingerprint(dataset);
        assertEquals(64, print.length());
        assertEquals(print, features(Dataset.read(folder)).fingerprint(Dataset.read(folder)));
        Files.write(folder.resolve("audio/clip1.wav"), FeatureCacheTest.tone(1300));
        assertNotEquals(print, features(dataset).fingerprint(dataset));
        for (String csv : List.of("clip0.wav,1,cat\nclip1.wav,3,dog\n", "clip0.wav,1,dog\nclip1.wav,2,cat\n",
                "clip1.wav,1,cat\nclip0.wav,2,dog\n")) {
            Files.writeString(folder.resolve("meta/esc50.csv"), "filename,fold,category\n" + csv);
            assertNotEquals(print, features.fingerprint(Dataset.read(folder)), csv);
        }
    }
}
