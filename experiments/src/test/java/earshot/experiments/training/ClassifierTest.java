package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.file.AudioClip;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.runs.Prediction;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trained networks that are asked about recordings.
class ClassifierTest {
    private static final Backend CPU = Backends.create("cpu", 2);

    @TempDir
    static Path folder;

    private static Dataset dataset;
    private static RunFolder run;
    private static SupervisedRun.Result result;

    /// Long enough, and with pictures plain enough, that the clips are learned by heart.
    @BeforeAll
    static void train() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        dataset = Dataset.read(data);
        Recipe config = TinyExperiment.config(data, "epochs=60", "batch=10", "smoothing=0", "augment.shift=0",
                "augment.gain=0",
                "augment.timeMasks=0", "augment.melMasks=0", "augment.mixup=0");
        run = RunFolder.create(folder.resolve("runs"), "resnet34", config);
        result = TinyExperiment.run(run, config, folder.resolve("cache"), 2).execute(TrainingListener.NONE);
    }

    private static Path checkpoint(int fold) {
        return run.checkpoints().resolve("fold-" + fold + ".safetensors");
    }

    private static float[] ask(Path place, AudioClip clip, int views, long seed) throws IOException {
        try (Classifier classifier = Classifier.open(place, CPU)) {
            return classifier.probabilities(clip, views, seed);
        }
    }

    private static int best(float[] p) {
        int best = 0;
        for (int c = 1; c < p.length; c++) {
            best = p[c] > p[best] ? c : best;
        }
        return best;
    }

    @Test
    void knowsTheClipsItWasTrainedOn() throws IOException {
        int right = 0;
        for (Clip clip : dataset.clips()) {
            int heldOut = clip.fold() == 1 ? 2 : 1;
            float[] p = ask(checkpoint(heldOut), FrontEnd.read(clip.file()), 0, 0);
            right += best(p) == clip.label() ? 1 : 0;
        }
        assertEquals(20, right);
    }

    /// What is said of a held-out recording is what the run wrote of it: the same front end, mean and deviation.
    @Test
    void saysOfARecordingWhatTheRunSaidOfIt() throws IOException {
        for (Prediction prediction : result.predictions()) {
            Clip clip = dataset.clips().stream().filter(c -> c.name().equals(prediction.file())).findFirst().orElseThrow();
            assertEquals(clip.label(), prediction.label());
            assertEquals(clip.fold(), prediction.fold());
            assertArrayEquals(prediction.probabilities(), ask(checkpoint(clip.fold()), FrontEnd.read(clip.file()), 0, 0), 1e-6f,
                    clip.name());
        }
    }

    /// Views are changed as the run's settings say: with every change switched off, they are the recording itself.
    @Test
    void viewsAreThoseOfTheRun() throws IOException {
        Recipe config = TinyExperiment.config(folder.resolve("set"), "epochs=1", "folds=1", "views.shift=0");
        RunFolder still = RunFolder.create(folder.resolve("still"), "resnet34", config);
        TinyExperiment.run(still, config, folder.resolve("cache"), 2).execute(TrainingListener.NONE);
        AudioClip clip = FrontEnd.read(dataset.clips().get(4).file());
        assertArrayEquals(ask(still.folder(), clip, 0, 0), ask(still.folder(), clip, 1, 0));
        assertFalse(Arrays.equals(ask(run.folder(), clip, 0, 0), ask(run.folder(), clip, 1, 0)));
        assertEquals(config.views(), Checkpoint.card(still.checkpoints().resolve("fold-1.safetensors")).views());
    }

    @Test
    void aRunIsTheMeanOfItsFolds() throws IOException {
        AudioClip clip = FrontEnd.read(dataset.clips().get(4).file());
        for (int views : new int[]{0, 3}) {
            float[] one = ask(checkpoint(1), clip, views, 0);
            float[] two = ask(checkpoint(2), clip, views, 0);
            float[] both = ask(run.folder(), clip, views, 0);
            assertFalse(Arrays.equals(one, two));
            for (int c = 0; c < both.length; c++) {
                assertEquals((one[c] + two[c]) / 2, both[c], 1e-6f);
            }
        }
        try (Classifier classifier = Classifier.open(run.folder(), CPU)) {
            assertEquals(2, classifier.networks());
            assertEquals(dataset.classes(), classifier.classes());
        }
    }

    @Test
    void viewsAreOthersThanTheRecordingAndRepeatable() throws IOException {
        AudioClip clip = FrontEnd.read(dataset.clips().get(4).file());
        float[] three = ask(run.folder(), clip, 3, 0);
        assertArrayEquals(three, ask(run.folder(), clip, 3, 0));
        assertFalse(Arrays.equals(three, ask(run.folder(), clip, 0, 0)));
        assertFalse(Arrays.equals(three, ask(run.folder(), clip, 3, 1)));
        float sum = 0;
        for (float p : three) {
            sum += p;
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void anyRateAndLengthIsTaken() throws IOException {
        for (AudioClip clip : List.of(AudioClip.mono(44_100, new float[10]), AudioClip.mono(11_025, new float[40_000]),
                new AudioClip(8000, new float[2][3000]))) {
            assertEquals(10, ask(run.folder(), clip, 0, 0).length);
        }
    }

    @Test
    void askingGivesAllMemoryBack() throws IOException {
        Backend own = Backends.create("cpu", 1);
        Classifier classifier = Classifier.open(run.folder(), own);
        assertTrue(own.memory().bytesInUse() > 0);
        classifier.probabilities(AudioClip.mono(8000, new float[4000]), 2, 0);
        classifier.close();
        assertEquals(0, own.memory().bytesInUse());
    }

    @Test
    void trainingAndJudgingGiveAllMemoryBack() throws IOException {
        Recipe config = TinyExperiment.config(folder.resolve("set"), "epochs=1");
        RunFolder once = RunFolder.create(folder.resolve("runs"), "memory", config);
        SupervisedRun supervised = TinyExperiment.run(once, config, folder.resolve("cache"), 1);
        supervised.execute(TrainingListener.NONE);
        assertEquals(0, supervised.backend().memory().bytesInUse());
    }
}
