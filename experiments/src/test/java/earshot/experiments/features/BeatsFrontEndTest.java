package earshot.experiments.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.Parallel;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.files.Sha256;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A network as a front end.
class BeatsFrontEndTest {
    private static final Path TINY = Path.of(System.getProperty("earshot.root"))
            .resolve("src/golden/checkpoints/beats_tiny.pt");
    private static final int CLIPS = 40;

    private final Backend backend = Backends.create("cpu", 2);

    @Test
    void theFeaturesOfARecordingDoNotDependOnThoseItIsEmbeddedWith() throws IOException {
        FrontEnd frontEnd = frontEnd(Sha256.of(TINY));
        List<float[]> clips = clips(frontEnd.samples());
        float[][] together = new float[CLIPS][];
        float[][] alone = new float[CLIPS][];
        try (FrontEnd.Transform transform = frontEnd.transform(backend)) {
            Parallel.forEach(CLIPS, frontEnd.callers(2), i -> together[i] = transform.apply(clips.get(i)));
            for (int i = 0; i < CLIPS; i++) {
                alone[i] = transform.apply(clips.get(i));
            }
        }
        assertArrayEquals(alone, together);
        assertTrue(backend.memory().bytesInUse() == 0);
    }

    @Test
    void everyCallerHearsOfAFailure() throws IOException {
        FrontEnd frontEnd = frontEnd("0".repeat(64));
        List<float[]> clips = clips(frontEnd.samples());
        try (FrontEnd.Transform transform = frontEnd.transform(backend)) {
            Parallel.forEach(CLIPS, frontEnd.callers(2), i -> assertTrue(
                    assertThrows(ExperimentException.class, () -> transform.apply(clips.get(i))).getMessage()
                            .contains("is not the file that features are to be made with")));
        }
    }

    private static FrontEnd frontEnd(String sha256) {
        return new BeatsFrontEnd(TINY.toString(), sha256, 0.5, 24, TokenPooling.MEAN, BeatsSound.STANDARD);
    }

    private static List<float[]> clips(int samples) {
        var random = new Random(3);
        List<float[]> clips = new ArrayList<>();
        for (int c = 0; c < CLIPS; c++) {
            float[] clip = new float[samples];
            for (int i = 0; i < samples; i++) {
                clip[i] = (float) (0.1 * random.nextGaussian());
            }
            clips.add(clip);
        }
        return clips;
    }
}
