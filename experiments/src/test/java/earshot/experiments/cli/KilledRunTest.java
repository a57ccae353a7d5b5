package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.files.Json;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs that end by force: killed processes and full disks. In the end there are the same bytes as without.
class KilledRunTest {
    /// Long enough to be met in the middle.
    private static final String[] SLOW = {"epochs=8", "network.width=12", "network.blocks=1,2,2,1", "frontEnd.mels=32"};

    @TempDir
    Path folder;

    /// Runs the words in this process, from beginning to end.
    private Path uninterrupted(List<String> words, Path out) throws IOException {
        var earshot = new Earshot(() -> folder.resolve("cache"));
        assertEquals(0, earshot.run(words), earshot.err());
        return onlyRun(out, words.get(1));
    }

    private static Path onlyRun(Path out) throws IOException {
        return onlyRun(out, "resnet34");
    }

    private static Path onlyRun(Path out, String experiment) throws IOException {
        try (var runs = Files.list(out.resolve(experiment))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size(), all.toString());
            return all.getFirst();
        }
    }

    private static void await(Child child, Callable<Boolean> reached) throws Exception {
        while (!reached.call()) {
            assertTrue(child.alive(), "ended too early: " + child.said());
            Thread.sleep(1);
        }
    }

    private List<String> resume(Path run, String... more) {
        var words = new ArrayList<>(List.of("run", "resnet34", "--threads", "2", "--resume", run.toString()));
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void aKilledRunGoesOnAndEndsWithTheSameBytes() throws Exception {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var alone = TinyExperiment.words(data, folder.resolve("alone"), SLOW);
        alone.addAll(List.of("--threads", "1"));
        var expected = TinyExperiment.bytes(uninterrupted(alone, folder.resolve("alone")));

        Path out = folder.resolve("killed");
        Child child = Child.start(folder, TinyExperiment.words(data, out, SLOW));
        await(child, () -> unfinished(out, "resnet34", 1));
        assertEquals(137, child.kill(), child.said());
        Path run = onlyRun(out);
        assertTrue(lines(run) < 8, "killed within the first fold");

        // Once more some epochs later, at whatever it is doing then.
        int before = lines(run);
        Child second = Child.start(folder, resume(run));
        await(second, () -> lines(run) >= before + 2);
        assertEquals(137, second.kill(), second.said());

        Child third = Child.start(folder, resume(run));
        await(third, () -> unfinished(out, "resnet34", 2));
        assertEquals(143, third.end(), third.said());
        assertTrue(third.lines().contains("interrupted; go on with: earshot run resnet34 --resume " + run), third.said());
        assertTrue(Files.exists(run.resolve("checkpoints/fold-1.safetensors")));

        Child last = Child.start(folder, resume(run));
        assertEquals(0, last.exitCode(), last.said());
        assertEquals(expected, TinyExperiment.bytes(run));
    }

    /// Training further what was learned elsewhere: the weights are read again, then what was learned since.
    @Test
    void aKilledFineTuningGoesOnAndEndsWithTheSameBytes() throws Exception {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        String weights = TinyExperiment.weights(folder.resolve("weights.safetensors")).toString();
        var alone = TinyExperiment.fineTuning(data, folder.resolve("alone"), weights, "recipe.folds=1");
        var expected = TinyExperiment.bytes(uninterrupted(alone, folder.resolve("alone")));

        Path out = folder.resolve("killed");
        Child child = Child.start(folder, TinyExperiment.fineTuning(data, out, weights, "recipe.folds=1"));
        await(child, () -> unfinished(out, "efficientnet-b0", 1));
        assertEquals(137, child.kill(), child.said());
        Path run = onlyRun(out, "efficientnet-b0");
        assertTrue(lines(run) < 3, "killed before its end");
        Child last = Child.start(folder, List.of("run", "efficientnet-b0", "--threads", "1", "--resume", run.toString()));
        assertEquals(0, last.exitCode(), last.said());
        assertEquals(expected, TinyExperiment.bytes(run));
    }

    private static boolean unfinished(Path out, String experiment, int fold) throws IOException {
        Path all = out.resolve(experiment);
        if (!Files.isDirectory(all)) {
            return false;
        }
        try (var runs = Files.list(all)) {
            return runs.anyMatch(run -> Files.exists(run.resolve("checkpoints/fold-" + fold + ".unfinished.safetensors")));
        }
    }

    private static int lines(Path run) throws IOException {
        return Json.lines(run.resolve("metrics.jsonl")).size();
    }

    /// Without room for a checkpoint the file is named, nothing half-written stays, and the run goes on once there is room.
    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "limits of a process are set by a shell")
    void aRunWithoutRoomNamesTheFileAndGoesOnLater() throws Exception {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var expected = TinyExperiment
                .bytes(uninterrupted(TinyExperiment.words(data, folder.resolve("alone")), folder.resolve("alone")));
        Path out = folder.resolve("full");
        // No file may become larger than 100 blocks; a shell counts them in 512 or 1024 bytes.
        Child child = Child.start(folder, List.of("bash", "-c", "ulimit -f 100; exec \"$@\"", "earshot"),
                TinyExperiment.words(data, out));
        assertEquals(1, child.exitCode(), child.said());
        Path run = onlyRun(out);
        Path file = run.resolve("checkpoints/fold-1.unfinished.safetensors");
        assertTrue(child.lines().getLast().startsWith("earshot: cannot write " + file + ": "), child.said());
        assertTrue(child.lines().contains("interrupted; go on with: earshot run resnet34 --resume " + run), child.said());
        assertEquals(List.of(".lock", "clips.json", "config.yaml", "metrics.jsonl"),
                List.copyOf(TinyExperiment.bytes(run).keySet()));
        assertEquals(0, Child.start(folder, resume(run)).exitCode());
        assertEquals(expected, TinyExperiment.bytes(run));
    }

    /// Ctrl-C in the middle of making a folder: neither the folder nor what was to become it is left, and nothing is said.
    @Test
    void aFolderThatIsBeingMadeDisappearsWithTheProgram() throws Exception {
        Path place = Files.createDirectories(folder.resolve("sets"));
        Child child = Child.start(folder, List.of("data", "synth", place.resolve("set").toString(), "--clips", "90000"));
        await(child, () -> {
            try (var files = Files.walk(place)) {
                return files.filter(file -> file.toString().endsWith(".wav")).count() > 5;
            } catch (UncheckedIOException movedMeanwhile) {
                return false;
            }
        });
        assertEquals(143, child.end());
        try (var left = Files.list(place)) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals("", child.said());
    }
}
