package earshot.experiments.simclr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.files.Safetensors;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.files.Json;
import earshot.experiments.probe.Probes;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.training.TinyExperiment;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contrastive pre-training, probe and fine-tuning: one seed, one result, and nothing of what is held out in it.
class SimclrRunTest {
    /// Batches of an epoch of pre-training: 10 training clips as 3, 3 and 4.
    private static final int STEPS = 3;
    private static final int PRETRAINING = 2 * STEPS;
    private static final int FINE_TUNING = 2 * STEPS;

    @TempDir
    static Path shared;

    @TempDir
    Path out;

    private static Path data;
    private static Path cache;
    private static Path first;
    private static SortedMap<String, String> uninterrupted;

    @BeforeAll
    static void train() throws IOException {
        data = TinyExperiment.dataset(shared.resolve("set"));
        cache = shared.resolve("cache");
        first = executed(shared, plan(data), 1).folder();
        uninterrupted = TinyExperiment.bytes(first);
    }

    private static SimclrPlan plan(Path dataset, String... own) {
        String[] settings = {"recipe.epochs=2", "pretraining.epochs=2", "pretraining.batch=4", "pretraining.negatives=10",
                "pretraining.projection=8", "pretraining.views.masks.maxFrames=3", "pretraining.views.masks.maxMels=3"};
        String[] all = Arrays.copyOf(settings, settings.length + own.length);
        System.arraycopy(own, 0, all, settings.length, own.length);
        return TinyExperiment.plan(SimclrPlan.STANDARD, dataset, all);
    }

    private static RunFolder executed(Path folder, SimclrPlan plan, int threads) throws IOException {
        RunFolder run = RunFolder.create(folder, "simclr", plan);
        resume(run, plan, threads, TrainingListener.NONE);
        return run;
    }

    private static void resume(RunFolder run, SimclrPlan plan, int threads, TrainingListener listener) throws IOException {
        try (var _ = run.lock()) {
            TinyExperiment.run(run, plan, cache, threads).execute(listener);
        }
    }

    @Test
    void oneSeedGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        assertEquals(List.of(".lock", "checkpoints/encoder-1.safetensors", "checkpoints/encoder-2.safetensors",
                "checkpoints/fold-1.safetensors", "checkpoints/fold-2.safetensors", "clips.json", "config.yaml", "metrics.jsonl",
                "predictions.csv", "probe.json", "summary.json"), List.copyOf(uninterrupted.keySet()));
        assertEquals(uninterrupted, TinyExperiment.bytes(executed(out, plan(data), 2).folder()));
        var other = TinyExperiment.bytes(executed(out, plan(data, "recipe.seed=1"), 1).folder());
        assertNotEquals(uninterrupted.get("checkpoints/encoder-1.safetensors"), other.get("checkpoints/encoder-1.safetensors"));
    }

    /// What stops a run in the middle, as far as the run can see.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void stopAfter(int steps, RunFolder run, SimclrPlan plan) {
        assertThrows(Stop.class, () -> resume(run, plan, 1, new TrainingListener() {
            private int left = steps;

            @Override
            public void pretraining(int clips, String words) {
                count();
            }

            @Override
            public void step(Step step) {
                count();
            }

            private void count() {
                if (--left == 0) {
                    throw new Stop();
                }
            }
        }));
    }

    /// Interrupted in the first epoch of pre-training, between two, in its last step, in the fine-tuning, in the next fold's pre-training.
    @Test
    void anInterruptedRunEndsWithTheSameBytes() throws IOException {
        int fold = PRETRAINING + FINE_TUNING;
        for (int steps : new int[]{1, STEPS + 1, PRETRAINING, PRETRAINING + 1, PRETRAINING + STEPS + 1, fold + STEPS + 2}) {
            RunFolder run = RunFolder.create(out, "simclr", plan(data));
            stopAfter(steps, run, plan(data));
            resume(run, plan(data), 2, TrainingListener.NONE);
            assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()), "stopped after " + steps + " steps");
        }
    }

    /// The lines of an epoch are written before its checkpoint. A process that ends between the two leaves one too many.
    @Test
    void aLineWithoutItsCheckpointIsWrittenAnew() throws IOException {
        RunFolder run = RunFolder.create(out, "simclr", plan(data));
        stopAfter(STEPS + 1, run, plan(data));
        run.appendMetrics(new ContrastiveEpoch(ContrastiveEpoch.STAGE, 1, 2, 9, 0.5, 0.1, 1));
        resume(run, plan(data), 1, TrainingListener.NONE);
        assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()));
    }

    /// The leak itself: what is held out is replaced by noise, and every byte of what training wrote stays, backgrounds, views and
    /// normalisation included.
    @Test
    void whatIsHeldOutHasNoSayInTraining() throws IOException {
        Path other = TinyExperiment.dataset(out.resolve("set"));
        for (Clip clip : Dataset.read(other).clips()) {
            if (clip.fold() == 1) {
                byte[] wav = Files.readAllBytes(clip.file());
                for (int i = 44; i < wav.length; i++) {
                    wav[i] = (byte) (wav[i] * 31 + i * 17);
                }
                Files.write(clip.file(), wav);
            }
        }
        Path changed = executed(out, plan(other, "pretraining.views.background.probability=1"), 1).folder();
        Path mine = executed(out, plan(data, "pretraining.views.background.probability=1"), 1).folder();
        for (String file : List.of("checkpoints/encoder-1.safetensors", "checkpoints/fold-1.safetensors")) {
            assertArrayEquals(Files.readAllBytes(mine.resolve(file)), Files.readAllBytes(changed.resolve(file)), file);
        }
        assertEquals(lines(mine, 1), lines(changed, 1));
        // The other fold was trained on them: the comparison can fail.
        for (String file : List.of("checkpoints/encoder-2.safetensors", "checkpoints/fold-2.safetensors")) {
            assertFalse(Arrays.equals(Files.readAllBytes(mine.resolve(file)), Files.readAllBytes(changed.resolve(file))), file);
        }
        assertNotEquals(lines(mine, 2), lines(changed, 2));
    }

    private static List<String> lines(Path run, int fold) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream().filter(line -> line.contains("\"fold\":" + fold + ","))
                .toList();
    }

    @Test
    void metricsShowContrastiveAccuracyNextToChance() throws IOException {
        var lines = Json.lines(first.resolve("metrics.jsonl")).stream().filter(line -> line.has("stage")).toList();
        assertEquals(List.of("1:1", "1:2", "2:1", "2:2"),
                lines.stream().map(line -> line.path("fold").asInt() + ":" + line.path("epoch").asInt()).toList());
        // Batches of 3, 3 and 4 clips; the queue holds 0, 6 and 10 views: 5, 11 and 17 others.
        double chance = (6.0 / 5 + 6.0 / 11 + 8.0 / 17) / 20;
        lines.forEach(line -> assertEquals(chance, line.path("chance").asDouble(), 1e-12));
        assertTrue(lines.stream().allMatch(line -> line.path("accuracy").asDouble() >= 0 && line.path("loss").asDouble() > 0));
    }

    @Test
    void probesAreReportedBesideTheFineTunedNetwork() throws IOException {
        RunFolder run = RunFolder.open(first);
        Probes probes = Probes.read(run);
        assertEquals(List.of(1, 2), probes.folds().stream().map(Probes.Fold::fold).toList());
        assertEquals((probes.folds().get(0).accuracy() + probes.folds().get(1).accuracy()) / 2, probes.mean(), 1e-12);
        Summary summary = run.readSummary();
        assertEquals(2, summary.folds().size());
        assertTrue(summary.finished());
    }

    /// The fine-tuned network begins where pre-training ended, and without its head.
    @Test
    void theHeadIsThrownAway() throws IOException {
        var encoder = Safetensors.readAll(first.resolve("checkpoints/encoder-1.safetensors"));
        var network = Safetensors.readAll(first.resolve("checkpoints/fold-1.safetensors"));
        assertEquals(Set.of("fc.0.weight", "fc.0.bias", "fc.1.weight", "fc.1.bias", "fc.1.running_mean", "fc.1.running_var",
                "fc.1.num_batches_tracked", "fc.3.weight", "fc.3.bias"), head(encoder.keySet()));
        assertEquals(Set.of("fc.weight", "fc.bias"), head(network.keySet()));
        assertEquals(8, encoder.get("fc.3.weight").shape().size(0));
        // 6 batches of pre-training, then 3 of each of 2 epochs, counted on.
        assertEquals(PRETRAINING + FINE_TUNING, network.get("bn1.num_batches_tracked").doubles()[0]);
    }

    private static Set<String> head(Set<String> names) {
        return names.stream().filter(name -> name.startsWith("fc.")).collect(Collectors.toSet());
    }

    @Test
    void aRunDoesNotGoOnWithOtherSettings() throws IOException {
        RunFolder run = RunFolder.create(out, "simclr", plan(data));
        stopAfter(STEPS + 1, run, plan(data));
        String message = assertThrows(ExperimentException.class,
                () -> resume(run, plan(data, "pretraining.temperature=0.1"), 1, TrainingListener.NONE)).getMessage();
        assertTrue(message.contains("encoder-1.unfinished.safetensors: does not belong"), message);
        assertTrue(message.contains("different: pre-training;"), message);
    }
}
