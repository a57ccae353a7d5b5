package earshot.experiments.masked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.files.Json;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.TinyExperiment;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One seed, one result, whatever is interrupted; and nothing that is held out has a say.
class MaskedRunTest {
    /// Steps of an epoch: 10 training clips in batches of 4, 4 and 2.
    private static final int STEPS = 3;
    private static final String[] ROUNDS = {"recipe.folds=1", "pretraining.rounds=3", "pretraining.tokenizer=learned"};

    @TempDir
    static Path shared;

    @TempDir
    Path out;

    private static Path data;
    private static Path cache;

    @BeforeAll
    static void write() throws IOException {
        data = TinyExperiment.dataset(shared.resolve("set"));
        cache = shared.resolve("cache");
    }

    private static RunFolder executed(Path out, MaskedPlan plan, int threads) throws IOException {
        RunFolder run = RunFolder.create(out, "masked", plan);
        TinyMasked.execute(run, plan, cache, threads, TrainingListener.NONE);
        return run;
    }

    /// What stops a run in the middle, as far as the run can see.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Lets a run go on for some steps, whatever is learned in them.
    private static void stopAfter(int steps, RunFolder run, MaskedPlan plan) {
        assertThrows(Stop.class, () -> TinyMasked.execute(run, plan, cache, 1, new TrainingListener() {
            private int left = steps;

            @Override
            public void step(Step step) {
                pretraining(0, "");
            }

            @Override
            public void pretraining(int clips, String words) {
                if (--left == 0) {
                    throw new Stop();
                }
            }
        }));
    }

    @Test
    void everyRoundLeavesItsFilesAndLines() throws IOException {
        RunFolder run = executed(out, TinyMasked.transformer(data, ROUNDS), 2);
        assertEquals(List.of("checkpoints/fold-1.safetensors", "pretraining/fold-1/round-1/codebook.safetensors",
                "pretraining/fold-1/round-1/predictor.safetensors", "pretraining/fold-1/round-2/predictor.safetensors",
                "pretraining/fold-1/round-2/tokenizer.safetensors", "pretraining/fold-1/round-3/predictor.safetensors",
                "pretraining/fold-1/round-3/tokenizer.safetensors", "rounds/round-1/fold-1/checkpoints/fold-1.safetensors",
                "rounds/round-2/fold-1/checkpoints/fold-1.safetensors"),
                TinyExperiment.bytes(run.folder()).keySet().stream().filter(f -> f.endsWith(".safetensors")).toList());
        List<String> lines = Json.lines(run.metrics()).stream()
                .map(line -> line.has("stage")
                        ? line.path("work").asString() + " " + line.path("round").asInt() + ":" + line.path("epoch").asInt()
                        : "epoch " + line.path("epoch").asInt())
                .toList();
        assertEquals(List.of("masked 1:1", "masked 1:2", "tokenizer 2:1", "tokenizer 2:2", "masked 2:1", "masked 2:2",
                "tokenizer 3:1", "tokenizer 3:2", "masked 3:1", "masked 3:2", "epoch 1", "epoch 2"), lines);
        Rounds rounds = Rounds.read(run);
        assertEquals(List.of(1, 2, 3), rounds.rows().stream().map(Rounds.Row::round).toList());
        for (Rounds.Row row : rounds.rows()) {
            assertTrue(row.used() >= 1 && row.used() <= 6 && row.perplexity() >= 1 && row.perplexity() <= row.used() + 1e-9,
                    row.toString());
            assertTrue(row.mostFrequent() >= 1.0 / row.used() && row.guessed() >= 0 && row.guessed() <= 1, row.toString());
        }
        assertEquals(run.readSummary().folds().getFirst().accuracy(), rounds.rows().getLast().fineTuned());
        assertEquals(4, rounds.lines().size());
    }

    @Test
    void oneSeedGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        for (MaskedPlan plan : List.of(TinyMasked.cnn(data, "pretraining.rounds=2"), TinyMasked.transformer(data, ROUNDS))) {
            SortedMap<String, String> one = TinyExperiment.bytes(executed(out, plan, 1).folder());
            assertEquals(one, TinyExperiment.bytes(executed(out, plan, 2).folder()));
        }
        assertNotEquals(TinyExperiment.bytes(executed(out, TinyMasked.cnn(data, "recipe.folds=1"), 1).folder()),
                TinyExperiment.bytes(executed(out, TinyMasked.cnn(data, "recipe.folds=1", "recipe.seed=1"), 1).folder()));
    }

    /// Interrupted in every kind of work: masked prediction, fine-tuning of a round that is not the last, a tokenizer, the end.
    @Test
    void anInterruptedRunEndsWithTheSameBytes() throws IOException {
        MaskedPlan plan = TinyMasked.transformer(data, ROUNDS);
        SortedMap<String, String> uninterrupted = TinyExperiment.bytes(executed(out, plan, 1).folder());
        int epoch = STEPS;
        for (int steps : new int[]{1, epoch, epoch + 1, 2 * epoch, 2 * epoch + 1, 3 * epoch + 1, 4 * epoch, 5 * epoch + 2,
                7 * epoch, 9 * epoch + 1, 13 * epoch + 1, 15 * epoch + 1}) {
            RunFolder run = RunFolder.create(out, "masked", plan);
            stopAfter(steps, run, plan);
            TinyMasked.execute(run, plan, cache, 2, TrainingListener.NONE);
            assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()), "stopped after " + steps + " steps");
        }
        RunFolder often = RunFolder.create(out, "masked", plan);
        for (int i = 0; i < 10; i++) {
            stopAfter(epoch + 1, often, plan);
        }
        TinyMasked.execute(often, plan, cache, 1, TrainingListener.NONE);
        assertEquals(uninterrupted, TinyExperiment.bytes(often.folder()));
    }

    /// The metrics of an epoch are written before its file. A process that ends between the two leaves a line too many.
    @Test
    void aLineWithoutItsFileIsWrittenAnew() throws IOException {
        MaskedPlan plan = TinyMasked.cnn(data, "recipe.folds=1");
        SortedMap<String, String> uninterrupted = TinyExperiment.bytes(executed(out, plan, 1).folder());
        RunFolder run = RunFolder.create(out, "masked", plan);
        stopAfter(STEPS + 1, run, plan);
        run.appendMetrics(new MaskedLesson.Line(Material.STAGE, 1, 1, MaskedLesson.Line.WORK, 2, 9.75, 0.5, 0.5, 2, 2, 1));
        run.appendTiming(new Practice.Timing(Material.STAGE, 1, 1, MaskedLesson.Line.WORK, 2, 1e6, 1));
        TinyMasked.execute(run, plan, cache, 1, TrainingListener.NONE);
        assertEquals(uninterrupted, TinyExperiment.bytes(run.folder()));
        assertTrue(run.wallSeconds() < 1e5, "time of the lost epoch is not counted");
    }

    /// The leak itself: every clip that is held out is replaced by noise, and every file that training wrote has the same bytes.
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
        for (String tokenizer : List.of("clusters", "learned")) {
            String[] own = {"pretraining.rounds=2", "pretraining.tokenizer=" + tokenizer};
            SortedMap<String, String> mine = written(executed(out.resolve("mine"), TinyMasked.cnn(data, own), 1));
            SortedMap<String, String> theirs = written(executed(out.resolve("theirs"), TinyMasked.cnn(other, own), 1));
            assertEquals(of(mine, "fold-1"), of(theirs, "fold-1"));
            // The other fold was trained on them: the comparison can fail, file by file.
            assertEquals(of(mine, "fold-2").keySet(), of(theirs, "fold-2").keySet());
            of(mine, "fold-2").forEach((file, digest) -> assertNotEquals(digest, theirs.get(file), file));
        }
    }

    /// What training wrote: networks, codebooks and figures, those of each fold apart.
    private static SortedMap<String, String> written(RunFolder run) throws IOException {
        var written = new TreeMap<String, String>();
        TinyExperiment.bytes(run.folder()).forEach((file, digest) -> {
            if (file.endsWith(".safetensors")) {
                written.put(file, digest);
            }
        });
        for (int fold : new int[]{1, 2}) {
            var lines = new StringBuilder();
            Json.lines(run.metrics()).stream().filter(line -> line.path("fold").asInt() == fold).forEach(lines::append);
            written.put("metrics of fold-" + fold, lines.toString());
        }
        return written;
    }

    private static Map<String, String> of(SortedMap<String, String> written, String fold) {
        var chosen = new TreeMap<>(written);
        chosen.keySet().removeIf(file -> !file.contains(fold));
        assertTrue(chosen.size() >= 6, chosen.keySet().toString());
        return chosen;
    }

    /// What was learned from other clips, or otherwise, is not taken for this run's.
    @Test
    void filesOfAnotherPretrainingAreRefused() throws IOException {
        MaskedPlan plan = TinyMasked.cnn(data, "recipe.folds=1");
        RunFolder run = RunFolder.create(out, "masked", plan);
        stopAfter(STEPS + 1, run, plan);
        Path file = run.folder().resolve("pretraining/fold-1/round-1/codebook.safetensors");
        Card card = StateFile.card(file, Card.class);
        assertEquals(1, card.fold());
        assertEquals("codebook", card.work());
        String message = assertThrows(ExperimentException.class, () -> TinyMasked.execute(run,
                TinyMasked.cnn(data, "recipe.folds=1", "pretraining.mask=0.3"), cache, 1, TrainingListener.NONE)).getMessage();
        assertEquals(file + ": does not belong to this run as it is now, different: pretraining; put the data set and config.yaml"
                + " back as they were, or start a new run", message);
    }
}
