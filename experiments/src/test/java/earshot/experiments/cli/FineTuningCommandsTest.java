package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.files.Json;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot run efficientnet-b0`, from weights to the table.
class FineTuningCommandsTest {
    private static final String NAME = "efficientnet-b0";

    @TempDir
    private Path folder;

    private final Earshot earshot = new Earshot(() -> folder.resolve("cache"));

    private List<Path> runs() throws IOException {
        try (var runs = Files.list(folder.resolve("runs").resolve(NAME))) {
            return runs.sorted().toList();
        }
    }

    @Test
    void aRunFromAFileIsJudgedKeptAskedAndMarked() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path weights = TinyExperiment.weights(folder.resolve("weights.safetensors"));
        assertEquals(0,
                earshot.run(TinyExperiment.fineTuning(data, folder.resolve("runs"), weights.toString(), "recipe.epochs=1")),
                earshot.err());
        assertTrue(
                earshot.err().contains(
                        "network  EfficientNet-B0, width 0.25, pictures as three equal channels, on pictures of 16 mels"),
                earshot.err());
        Path run = runs().getFirst();
        JsonNode summary = Json.read(run.resolve("summary.json"), JsonNode.class);
        assertTrue(summary.path("weights").asString().startsWith("unknown, SHA-256 "), summary.toString());
        assertTrue(Files.readString(run.resolve("config.yaml")).startsWith("pretrained: " + weights + "\n"), "config");

        String clip;
        try (var clips = Files.list(data.resolve("audio"))) {
            clip = clips.sorted().findFirst().orElseThrow().toString();
        }
        assertEquals(0, earshot.run(List.of("predict", run.toString(), clip)), earshot.err());
        assertEquals(0, earshot.run(List.of("leaderboard", "--out", folder.resolve("runs").toString())), earshot.err());
        assertTrue(earshot.out().contains("efficientnet-b0 (random weights)"), earshot.out());
        assertEquals(0, earshot.run(List.of("run", NAME, "--resume", run.toString())), earshot.err());
        assertTrue(earshot.err().contains("finished already"), earshot.err());

        // The same with no weights at all.
        var none = new ArrayList<>(TinyExperiment.fineTuning(data, folder.resolve("runs"), "none", "recipe.epochs=1"));
        none.addAll(List.of("--folds", "1"));
        assertEquals(0, earshot.run(none), earshot.err());
        assertEquals("random", Json.read(runs().getLast().resolve("summary.json"), JsonNode.class).path("weights").asString());
    }

    @Test
    void whatIsMissingOrDoesNotFitIsOneLineBeforeAnythingIsMade() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path weights = TinyExperiment.weights(folder.resolve("weights.safetensors"));
        for (String wrong : List.of(folder.resolve("none.pth").toString(), weights.toString())) {
            assertEquals(1,
                    earshot.run(TinyExperiment.fineTuning(data, folder.resolve("runs"), wrong, "recipe.network.width=0.5")));
            assertEquals(1, earshot.err().lines().count(), earshot.err());
            assertTrue(earshot.err().contains("no such file, and no public weights are known by that name")
                    || earshot.err().contains("tensors do not fit"), earshot.err());
        }
        assertFalse(Files.exists(folder.resolve("runs")));
        assertFalse(Files.exists(folder.resolve("cache")));
    }
}
