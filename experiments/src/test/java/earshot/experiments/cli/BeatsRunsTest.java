package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.Safetensors;
import earshot.engine.files.TensorData;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.files.Json;
import earshot.experiments.training.FrozenPlan;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot run beats-frozen` and `earshot run beats-finetuned` with a tiny network on a tiny data set.
class BeatsRunsTest {
    private static final Path ROOT = Path.of(System.getProperty("earshot.root"));
    private static final Path TINY = ROOT.resolve("src/golden/checkpoints/beats_tiny.pt");
    private static final List<String> FINETUNED = List.of("--batch", "3", "--epochs", "4", "--set", "recipe.frontEnd.seconds=0.5",
            "--set",
            "recipe.optimization.accumulate=2", "--set", "recipe.optimization.warmup=2", "--set", "recipe.lr=0.01", "--set",
            "recipe.optimization.pretrainedLr=0.002", "--set", "recipe.network.beats.drops.hidden=0.1", "--set",
            "recipe.network.beats.drops.layer=0.2");

    @TempDir
    private Path folder;

    private final Earshot earshot = new Earshot(() -> folder.resolve("cache"));

    private List<String> words(String experiment, Path data, String runs, List<String> more) {
        List<String> words = new ArrayList<>(
                List.of("run", experiment, "--data", data.toString(), "--out", folder.resolve(runs).toString()));
        words.addAll(more);
        return words;
    }

    private Path only(String runs, String experiment) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(runs).resolve(experiment))) {
            List<Path> list = all.toList();
            assertEquals(1, list.size(), list.toString());
            return list.getFirst();
        }
    }

    @Test
    void aFrozenNetworkHearsEveryClipOnce() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        List<String> own = List.of("--pretrained", TINY.toString(), "--epochs", "5", "--set", "recipe.frontEnd.seconds=0.5",
                "--hidden",
                "6");
        assertEquals(0, earshot.run(words("beats-frozen", data, "runs", own)), earshot.err());
        assertTrue(earshot.err().contains("network  head with a hidden layer of 6 on 24 frozen features"), earshot.err());
        Path run = only("runs", "beats-frozen");
        // Without the weights there is no other way to the features than the cache.
        Path moved = Files.copy(TINY, folder.resolve("moved.pt"));
        List<String> again = new ArrayList<>(own);
        again.set(1, moved.toString());
        assertEquals(0, earshot.run(words("beats-frozen", data, "again", again)), earshot.err());
        Map<String, String> first = TinyExperiment.bytes(run);
        Map<String, String> second = TinyExperiment.bytes(only("again", "beats-frozen"));
        assertEquals(first.get("predictions.csv"), second.get("predictions.csv"));
        assertEquals(0, earshot.run(List.of("leaderboard", "--out", folder.resolve("runs").toString())), earshot.err());
        assertTrue(earshot.out().contains("beats-frozen (random weights)"), earshot.out());
        assertEquals(0, earshot.run(List.of("run", "beats-frozen", "--resume", run.toString())), earshot.err());
        assertTrue(earshot.err().contains("finished already"), earshot.err());
        String clip;
        try (Stream<Path> clips = Files.list(data.resolve("audio"))) {
            clip = clips.sorted().findFirst().orElseThrow().toString();
        }
        assertEquals(0, earshot.run(List.of("predict", run.toString(), clip, "--json")), earshot.err());
        assertEquals(5, Json.parse("answer", earshot.out(), JsonNode.class).get(0).path("classes").size());
        // Another pooling is another feature.
        List<String> pooled = new ArrayList<>(own);
        pooled.addAll(List.of("--pooling", "mean_max"));
        assertEquals(0, earshot.run(words("beats-frozen", data, "pooled", pooled)), earshot.err());
        assertTrue(earshot.err().contains("on 48 frozen features"), earshot.err());
    }

    @Test
    void featuresAreTakenFromTheCacheWithoutTheWeights() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path weights = Files.copy(TINY, folder.resolve("w.pt"));
        List<String> own = List.of("--pretrained", weights.toString(), "--epochs", "1", "--set", "recipe.frontEnd.seconds=0.5");
        assertEquals(0, earshot.run(words("beats-frozen", data, "runs", own)), earshot.err());
        Path run = only("runs", "beats-frozen");
        Files.writeString(weights, "gone");
        assertEquals(0, earshot.run(List.of("run", "beats-frozen", "--config", run.resolve("config.yaml").toString(), "--out",
                folder.resolve("again").toString())), earshot.err());
        assertEquals(TinyExperiment.bytes(run), TinyExperiment.bytes(only("again", "beats-frozen")));
    }

    @Test
    void aKilledFineTuningGoesOnAndEndsWithTheSameBytes() throws Exception {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        List<String> own = new ArrayList<>(FINETUNED);
        own.addAll(List.of("--pretrained", TINY.toString()));
        List<String> alone = words("beats-finetuned", data, "alone", own);
        alone.addAll(List.of("--threads", "1"));
        assertEquals(0, earshot.run(alone), earshot.err());
        Path whole = only("alone", "beats-finetuned");
        Child child = Child.start(folder, words("beats-finetuned", data, "killed", own));
        Path runs = folder.resolve("killed/beats-finetuned");
        while (!Files.isDirectory(runs) || !unfinished(runs)) {
            assertTrue(child.alive(), "ended too early: " + child.said());
            Thread.sleep(1);
        }
        assertEquals(137, child.kill(), child.said());
        Path run = only("killed", "beats-finetuned");
        assertTrue(Json.lines(run.resolve("metrics.jsonl")).size() < 8, "killed before the end");
        assertEquals(0, earshot.run(List.of("run", "beats-finetuned", "--resume", run.toString())), earshot.err());
        assertEquals(TinyExperiment.bytes(whole), TinyExperiment.bytes(run));
        learned(run);
        Path clip;
        try (Stream<Path> clips = Files.list(data.resolve("audio"))) {
            clip = clips.sorted().findFirst().orElseThrow();
        }
        assertEquals(0, earshot.run(List.of("predict", run.toString(), clip.toString(), "--json")), earshot.err());
        assertEquals(5, Json.parse("answer", earshot.out(), JsonNode.class).get(0).path("classes").size());
    }

    private static boolean unfinished(Path runs) throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            return all.anyMatch(run -> Files.exists(run.resolve("checkpoints/fold-1.unfinished.safetensors")));
        }
    }

    /// The network has moved away from the checkpoint, but not far; the head is in the same file.
    private static void learned(Path run) throws IOException {
        Map<String, TensorData> after = Safetensors.readAll(run.resolve("checkpoints/fold-1.safetensors"));
        String name = "encoder.layers.0.fc1.weight";
        float[] now = after.get("beats." + name).floats();
        float[] then;
        try (var file = CheckpointFile.open(TINY)) {
            then = file.tensors().get("model/" + name).floats();
        }
        assertFalse(Arrays.equals(then, now));
        for (int i = 0; i < now.length; i++) {
            assertEquals(then[i], now[i], 0.1);
        }
        assertEquals(24, after.get("head.weight").shape().size(1));
    }

    @Test
    void randomWeightsAndTheOtherRecipe() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        List<String> own = new ArrayList<>(FINETUNED);
        own.addAll(List.of("--pretrained", "none", "--folds", "1", "--config",
                ROOT.resolve("src/recipes/beats-finetuned-espnet.yaml").toString()));
        for (String size : List.of("patches.width=8", "layers.count=2", "layers.width=12", "layers.feedForward=16",
                "layers.heads=2",
                "positions.taps=4", "positions.groups=2")) {
            own.addAll(List.of("--set", "recipe.network.beats." + size));
        }
        assertEquals(0, earshot.run(words("beats-finetuned", data, "runs", own)), earshot.err());
        assertTrue(earshot.err().contains("network  BEATs, 2 layers, width 12, fine-tuned"), earshot.err());
        assertEquals(0, earshot.run(List.of("leaderboard", "--out", folder.resolve("runs").toString())), earshot.err());
        assertTrue(earshot.out().contains("beats-finetuned (random weights)"), earshot.out());
    }

    @Test
    void withoutWeightsOneErrorSaysWhatToFetch() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path gone = folder.resolve("gone.pt");
        for (String experiment : List.of("beats-frozen", "beats-finetuned")) {
            assertEquals(1, earshot.run(words(experiment, data, "runs", List.of("--pretrained", gone.toString()))),
                    earshot.out());
            assertTrue(earshot.err().contains("weights " + gone + ": no such file"), earshot.err());
        }
        Path there = Files.copy(TINY, folder.resolve("there.pt"));
        FrozenPlan plan = FrozenPlan.on(there, TokenPooling.MEAN);
        assertNull(plan.needs());
        Files.delete(there);
        assertEquals(
                "weights " + there + ": no such file; fetch them: earshot weights fetch beats-iter3-plus-as2m, or name others by"
                        + " --pretrained",
                plan.needs());
        assertEquals(2, earshot.run(words("beats-frozen", data, "runs", List.of("--pretrained", "none"))), earshot.out());
        assertTrue(earshot.err().contains("a frozen network must have learned something"), earshot.err());
        assertEquals(1,
                earshot.run(
                        words("beats-frozen", data, "runs", List.of("--pretrained", data.resolve("meta/esc50.csv").toString()))),
                earshot.out());
        assertTrue(Files.notExists(folder.resolve("runs")), "nothing was begun");
    }
}
