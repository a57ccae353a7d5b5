package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.files.Json;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One seed, one result: whatever the number of threads, and however often the run was interrupted.
class ReproducibleRunTest {
    /// Steps of an epoch: 10 training clips in batches of 4, 4 and 2.
    private static final int STEPS = 3;
    private static final List<String> FILES = List.of(".lock", "checkpoints/fold-1.safetensors",
            "checkpoints/fold-2.safetensors", "clips.json", "config.yaml", "metrics.jsonl", "predictions.csv", "summary.json");

    @TempDir
    static Path shared;

    @TempDir
    Path out;

    private static Path data;
    private static Path cache;
    private static SortedMap<String, String> uninterrupted;

    @BeforeAll
    static void train() throws IOException {
        data = TinyExperiment.dataset(shared.resolve("set"));
        cache = shared.resolve("cache");
        uninterrupted = TinyExperiment.bytes(executed(shared, TinyExperiment.config(data), 1).folder());
    }

    /// Recordings changed anew in every epoch, batches prepared by threads that overtake each other: still one seed, one result.
    @Test
    void changedRecordingsAreChangedAlike() throws IOException {
        Path backgrounds = data.resolve("audio");
        Recipe config = TinyExperiment.config(data, "epochs=2", "wave.stretch.probability=0.5",
                "wave.pitch.probability=0.5",
                "wave.jitter.maxChange=0.05", "wave.shift.maxSeconds=0.1", "wave.filter.probability=0.5",
                "wave.noise.probability=0.5",
                "wave.noise.colour=pink", "wave.gain.maxDecibels=3", "wave.polarity.probability=0.5", "wave.crop=true",
                "wave.background.probability=0.5", "wave.background.folder=" + backgrounds, "augment.maxWarp=4");
        SortedMap<String, String> first = TinyExperiment.bytes(executed(out.resolve("a"), config, 1).folder());
        assertEquals(first, TinyExperiment.bytes(executed(out.resolve("b"), config, 2).folder()));
        Recipe plain = TinyExperiment.config(data, "epochs=2", "augment.maxWarp=4");
        assertNotEquals(first.get("metrics.jsonl"),
                TinyExperiment.bytes(executed(out.resolve("c"), plain, 1).folder()).get("metrics.jsonl"));
    }

    /// What stops a run in the middle, as far as the run can see.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static RunFolder executed(Path out, Recipe config, int threads) throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34", config);
        resume(run, config, threads);
        return run;
    }

    private static SupervisedRun.Result resume(RunFolder run, Recipe config, int threads) throws IOException {
        return resume(run, config, threads, TrainingListener.NONE);
    }

    private static SupervisedRun.Result resume(RunFolder run, Recipe config, int threads, TrainingListener listener)
            throws IOException {
        try (var _ = run.lock()) {
            return TinyExperiment.run(run, config, cache, threads).execute(listener);
        }
    }

    /// Lets a run go on for some steps.
    private static void stopAfter(int steps, RunFolder run, Recipe config) {
        assertThrows(Stop.class, () -> resume(run, config, 1, new TrainingListener() {
            private int left = steps;

            @Override
            public void step(Step step) {
                if (--left == 0) {
                    throw new Stop();
                }
            }
        }));
    }

    @Test
    void oneSeedGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        assertEquals(FILES, List.copyOf(uninterrupted.keySet()));
        assertEquals(uninterrupted, TinyExperiment.bytes(executed(out, TinyExperiment.config(data), 1).folder()));
        assertEquals(uninterrupted, TinyExperiment.bytes(executed(out, TinyExperiment.config(data), 2).folder()));
    }

    @Test
    void anotherSeedGivesOtherNetworksAndViews() throws IOException {
        var other = TinyExperiment.bytes(executed(out, TinyExperiment.config(data, "seed=1"), 1).folder());
        for (String file : List.of("checkpoints/fold-1.safetensors", "metrics.jsonl", "predictions.csv")) {
            assertNotEquals(uninterrupted.get(file), other.get(file), file);
        }
    }

    /// Interrupted in the first epoch, between two, at an epoch's last step, at a fold's last step, in the next fold; once and again.
    @Test
    void anInterruptedRunEndsWithTheSameBytes() throws IOException {
        Recipe config = TinyExperiment.config(data);
        int fold = 3 * STEPS;
        for (int steps : new int[]{1, STEPS, STEPS + 1, 2 * STEPS, fold, fold + 1, fold + STEPS + 2, 2 * fold}) {
            RunFolder run = RunFolder.create(out, "resnet34", config);
            stopAfter(steps, run, config);
            resume(run, config, 2);
            assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()), "stopped after " + steps + " steps");
        }
        RunFolder often = RunFolder.create(out, "resnet34", config);
        for (int i = 0; i < 5; i++) {
            stopAfter(STEPS + 1, often, config);
        }
        resume(often, config, 1);
        assertEquals(uninterrupted, TinyExperiment.bytes(often.folder()));
    }

    /// The metrics of an epoch are written before its checkpoint. A process that ends between the two leaves a line too many.
    @Test
    void aLineWithoutItsCheckpointIsWrittenAnew() throws IOException {
        Recipe config = TinyExperiment.config(data);
        RunFolder run = RunFolder.create(out, "resnet34", config);
        stopAfter(STEPS + 1, run, config);
        run.appendMetrics(new TrainingListener.Epoch(1, 2, 9.75, 0.5, 1));
        run.appendTiming(new TrainingListener.Timing(1, 2, "train", 1e6, 1));
        resume(run, config, 1);
        assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()));
        assertTrue(run.wallSeconds() < 1e5, "time of the lost epoch is not counted");
        assertEquals(6, Json.lines(run.metrics()).size());
    }

    /// A process may end after a fold's last checkpoint was written and before the one to go on from was removed, or while a file is
    /// being written.
    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Recipe config = TinyExperiment.config(data);
        RunFolder run = RunFolder.create(out, "resnet34", config);
        stopAfter(2 * STEPS + 1, run, config);
        Path unfinished = run.checkpoints().resolve("fold-1.unfinished.safetensors");
        byte[] state = Files.readAllBytes(unfinished);
        resume(run, config, 1);
        Files.write(unfinished, state);
        Files.writeString(run.folder().resolve(".metrics.jsonl.new-123-4"), "{");
        Files.writeString(run.checkpoints().resolve("fold-2.safetensors.part"), "half");
        resume(run, config, 1);
        assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()));
    }

    @Test
    void resumingAFinishedRunChangesNothing() throws IOException {
        Recipe config = TinyExperiment.config(data);
        RunFolder run = executed(out, config, 1);
        int lines = Json.lines(run.timing()).size();
        SupervisedRun again = TinyExperiment.run(run, config, cache, 2);
        assertEquals(0, again.clipsToTrain());
        Summary summary = resume(run, config, 2, new TrainingListener() {
            @Override
            public void step(Step step) {
                throw new AssertionError("nothing is left to train");
            }
        }).summary();
        assertEquals(run.readSummary(), summary);
        assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()));
        assertEquals(lines, Json.lines(run.timing()).size(), "judging again is not counted twice");
    }

    /// Whatever a network learned from or was judged by must be the same still: pictures, classes, folds, names.
    @Test
    void aRunDoesNotGoOnWithAnotherDataSet() throws IOException {
        Path changed = TinyExperiment.dataset(out.resolve("set"));
        Recipe config = TinyExperiment.config(changed);
        RunFolder begun = RunFolder.create(out, "resnet34", config);
        stopAfter(STEPS + 1, begun, config);
        RunFolder finished = executed(out, config, 1);
        var clips = Dataset.read(changed).clips();
        Path csv = changed.resolve("meta/esc50.csv");
        String rows = Files.readString(csv);

        // A held-out clip of fold 1: it is in no mean and no deviation.
        Clip heldOut = clips.stream().filter(c -> c.fold() == 1).findFirst().orElseThrow();
        byte[] sound = Files.readAllBytes(heldOut.file());
        Files.copy(clips.getLast().file(), heldOut.file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertOtherClips(begun, config);
        assertOtherClips(finished, config);
        Files.write(heldOut.file(), sound);

        // Two clips with each other's class: the same pictures, the same classes.
        String swapped = rows.replace(",alarm_beep,", ",~,").replace(",wind,", ",alarm_beep,").replace(",~,", ",wind,");
        assertNotEquals(rows, swapped);
        Files.writeString(csv, swapped);
        assertOtherClips(begun, config);

        Files.writeString(csv, rows);
        resume(begun, config, 1);
        assertEquals(TinyExperiment.bytes(finished.folder()), TinyExperiment.bytes(begun.folder()));
        assertRefused(finished, TinyExperiment.config(changed, "epochs=4"), "fold-1.safetensors", "number of epochs");
        assertRefused(finished, TinyExperiment.config(changed, "network.width=4"), "fold-1.safetensors", "size of the network");
    }

    private static void assertOtherClips(RunFolder run, Recipe config) throws IOException {
        var before = TinyExperiment.bytes(run.folder());
        String message = assertThrows(ExperimentException.class, () -> resume(run, config, 1)).getMessage();
        assertTrue(message.startsWith(run.clips() + ": says that this run was begun with other clips"), message);
        assertEquals(1, message.lines().count());
        assertEquals(before, TinyExperiment.bytes(run.folder()));
    }

    private static void assertRefused(RunFolder run, Recipe config, String file, String different) throws IOException {
        var before = TinyExperiment.bytes(run.folder());
        String message = assertThrows(ExperimentException.class, () -> resume(run, config, 1)).getMessage();
        assertTrue(message.startsWith(run.checkpoints().resolve(file) + ": does not belong"), message);
        assertTrue(message.contains("different: ") && message.contains(different), message);
        assertEquals(1, message.lines().count());
        assertEquals(before, TinyExperiment.bytes(run.folder()));
    }

    /// The leak itself: what is held out is replaced by noise, and the network that is judged on it stays the same to the last bit.
    @Test
    void whatIsHeldOutHasNoSayInTraining() throws IOException {
        Path other = TinyExperiment.dataset(out.resolve("set"));
        var clips = Dataset.read(other).clips();
        for (Clip clip : clips) {
            if (clip.fold() == 1) {
                byte[] wav = Files.readAllBytes(clip.file());
                for (int i = 44; i < wav.length; i++) {
                    wav[i] = (byte) (wav[i] * 31 + i * 17);
                }
                Files.write(clip.file(), wav);
            }
        }
        Path mine = executed(out, TinyExperiment.config(data), 1).checkpoints();
        Path theirs = executed(out, TinyExperiment.config(other), 1).checkpoints();
        assertEquals(-1, Files.mismatch(mine.resolve("fold-1.safetensors"), theirs.resolve("fold-1.safetensors")));
        // The other fold was trained on them: the comparison can fail.
        assertNotEquals(-1, Files.mismatch(mine.resolve("fold-2.safetensors"), theirs.resolve("fold-2.safetensors")));
    }

    @Test
    void theSummaryIsThatOfThePredictionsAndOfTheLastEpoch() throws IOException {
        Recipe config = TinyExperiment.config(data);
        RunFolder run = RunFolder.create(out, "resnet34", config);
        SupervisedRun.Result result = resume(run, config, 1);
        assertEquals(20, result.predictions().size());
        for (Summary.Fold fold : result.summary().folds()) {
            var own = result.predictions().stream().filter(p -> p.fold() == fold.fold()).toList();
            assertEquals(10, own.size());
            assertEquals(10, fold.clips());
            assertEquals(own.stream().filter(p -> p.predicted() == p.label()).count() / 10.0, fold.accuracy());
            assertEquals(own.stream().filter(p -> p.ttaPredicted() == p.label()).count() / 10.0, fold.ttaAccuracy());
            assertEquals(3, Checkpoint.card(run.checkpoints().resolve("fold-" + fold.fold() + ".safetensors")).epoch());
        }
        assertTrue(result.summary().finished());
        assertEquals(List.of("1:1", "1:2", "1:3", "2:1", "2:2", "2:3"), Json.lines(run.metrics()).stream()
                .map(line -> line.path("fold").asInt() + ":" + line.path("epoch").asInt()).toList());
    }

    @Test
    void withoutViewsThereIsNoAveragedFigure() throws IOException {
        Recipe config = TinyExperiment.config(data, "tta=0", "epochs=1", "folds=2");
        RunFolder run = RunFolder.create(out, "resnet34", config);
        Summary summary = resume(run, config, 1).summary();
        assertEquals(List.of(2), summary.folds().stream().map(Summary.Fold::fold).toList());
        assertEquals(null, summary.ttaMean());
        assertEquals(null, summary.folds().getFirst().ttaAccuracy());
        assertFalse(Files.exists(run.checkpoints().resolve("fold-1.safetensors")));
    }
}
