package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.files.Json;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The commands that train, and those that use what was trained, from the words typed to the lines printed.
class TrainingCommandsTest {
    @TempDir
    Path folder;

    private final Earshot earshot = new Earshot(() -> folder.resolve("cache"));

    /// Runs a command that is to succeed.
    private void earshot(String... words) {
        earshot(List.of(words));
    }

    private void earshot(List<String> words) {
        assertEquals(0, earshot.run(words), earshot.err());
    }

    private JsonNode json() {
        return Json.parse("output", earshot.out(), JsonNode.class);
    }

    private List<Path> runs(String experiment) throws IOException {
        try (var runs = Files.list(folder.resolve("runs").resolve(experiment))) {
            return runs.sorted().toList();
        }
    }

    @Test
    void aRunIsIntroducedJudgedAndKept() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        earshot(TinyExperiment.words(data, folder.resolve("runs")));
        Path run = runs("resnet34").getFirst();
        assertEquals(List.of("data     set: 20 clips, 10 classes, folds 1 2; 0 padded and 0 cut to 0.5 s",
                "network  residual, blocks 1-1-1-1, width 8, on pictures of 16 mels x 32 frames"),
                earshot.err().lines().limit(2).toList());
        assertTrue(earshot.err().contains("run      " + run), earshot.err());
        List<String> lines = earshot.out().lines().toList();
        assertTrue(lines.get(0).matches("fold 1   [0-9.]+%   with test-time augmentation [0-9.]+%   \\(10 clips\\)"),
                earshot.out());
        assertTrue(lines.get(1).startsWith("fold 2   "), earshot.out());
        assertTrue(earshot.out().lines().anyMatch(l -> l.matches("accuracy   [0-9.]+% ± [0-9.]+% \\(95% interval over folds\\)")),
                earshot.out());
        assertTrue(earshot.out().lines().anyMatch(l -> l.matches("with TTA   [0-9.]+% ± [0-9.]+% \\(95% interval over folds\\)")),
                earshot.out());
        assertEquals("run        " + run, lines.getLast());
        JsonNode environment = Json.read(run.resolve("environment.json"), JsonNode.class);
        assertEquals(Runtime.version().toString(), environment.path("jdk").asString());
        assertEquals(21, Files.readAllLines(run.resolve("predictions.csv")).size());
        // What is kept of the configuration is enough to do the same again.
        earshot("run", "resnet34", "--config", run.resolve("config.yaml").toString(), "--out",
                folder.resolve("again").toString());
        try (var again = Files.list(folder.resolve("again/resnet34"))) {
            assertEquals(TinyExperiment.bytes(run), TinyExperiment.bytes(again.findFirst().orElseThrow()));
        }
    }

    @Test
    void optionsAreSettingsAndLaterOnesWin() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path yaml = Files.writeString(folder.resolve("own.yaml"), "epochs: 7\nbatch: 9\naugment:\n  mixup: 0.3\n");
        var words = TinyExperiment.words(data, folder.resolve("runs"), "tta=1");
        words.addAll(List.of("--config", yaml.toString(), "--epochs", "1", "--batch", "6", "--lr", "0.002", "--weight-decay",
                "0.5", "--tta", "0", "--seed", "-3", "--folds", "2", "--threads", "1"));
        earshot(words);
        String config = Files.readString(runs("resnet34").getFirst().resolve("config.yaml"));
        for (String line : List.of("epochs: 1", "batch: 6", "lr: 0.002", "weightDecay: 0.5", "tta: 0", "seed: -3",
                "mixup: 0.3", "width: 8")) {
            assertTrue(config.contains(line + "\n"), line + " in " + config);
        }
        assertTrue(config.contains("folds: '2'\n"), config);
        assertTrue(earshot.out().lines().noneMatch(line -> line.startsWith("with TTA")), earshot.out());
    }

    @Test
    void demoDoesEverythingOnceAndItsRunAnswersQuestions() throws IOException {
        Path data = folder.resolve("data");
        String[] demo = {"demo", "--clips", "2", "--epochs", "2", "--seed", "4", "--data", data.toString(), "--out",
                folder.resolve("runs").toString()};
        earshot(demo);
        assertTrue(earshot.out().contains("accuracy   "), earshot.out());
        Path run = runs("demo").getFirst();
        JsonNode summary = Json.read(run.resolve("summary.json"), JsonNode.class);
        assertTrue(summary.path("finished").asBoolean());
        assertEquals(10, summary.path("folds").path(0).path("clips").asInt());
        assertEquals(4, summary.path("seed").asInt());

        // The data set is there now and is not made again.
        earshot(demo);
        assertTrue(earshot.err().contains("is there already"), earshot.err());
        assertEquals(TinyExperiment.bytes(run), TinyExperiment.bytes(runs("demo").getLast()));
        assertEquals(2, runs("demo").size());

        Path one;
        try (var clips = Files.list(data.resolve("synth-2-seed4/audio"))) {
            one = clips.sorted().findFirst().orElseThrow();
        }
        Path ogg = Path.of(System.getProperty("earshot.root"), "src/golden/audio/files/vorbis_8k_short.ogg");
        earshot("predict", run.toString(), one.toString(), ogg.toString());
        List<String> lines = earshot.out().lines().toList();
        assertEquals(12, lines.size(), earshot.out());
        assertEquals(one.toString(), lines.get(0));
        assertEquals(ogg.toString(), lines.get(6));
        assertTrue(lines.get(1).matches("  [a-z_]+ +[0-9.]+%(  #*)?"), earshot.out());

        earshot("predict", "--json", "--top", "10", run.toString(), ogg.toString());
        JsonNode answer = json().path(0);
        assertEquals(ogg.toString(), answer.path("file").asString());
        assertEquals(3001 / 8000.0, answer.path("seconds").asDouble(), 1e-12);
        assertEquals(10, answer.path("classes").size());
        double sum = 0;
        double last = 1;
        for (JsonNode named : answer.path("classes")) {
            double p = named.path("probability").asDouble();
            assertTrue(p <= last, "best first");
            last = p;
            sum += p;
        }
        assertEquals(1, sum, 1e-5);
        String plain = earshot.out();
        earshot("predict", "--json", "--top", "10", "--threads", "1", run.resolve("checkpoints/fold-1.safetensors").toString(),
                ogg.toString());
        assertEquals(plain, earshot.out());
        earshot("predict", "--json", "--top", "1", run.toString(), one.toString());
        assertEquals(1, json().path(0).path("classes").size());
        earshot("predict", "--json", "--top", "10", "--tta", "3", run.toString(), ogg.toString());
        assertTrue(!plain.equals(earshot.out()), earshot.out());
        assertEquals(10, json().path(0).path("classes").size());
    }

    @Test
    void theLeaderboardShowsTheNewestRunOfEveryExperiment() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        earshot(TinyExperiment.words(data, folder.resolve("runs"), "epochs=1"));
        earshot(TinyExperiment.words(data, folder.resolve("runs"), "epochs=1", "seed=2"));
        earshot("leaderboard", "--json", "--out", folder.resolve("runs").toString());
        assertEquals(2, json().size(), earshot.out());
        JsonNode summary = Json.read(runs("resnet34").getLast().resolve("summary.json"), JsonNode.class);
        for (JsonNode row : json()) {
            boolean tta = row.path("experiment").asString().equals("resnet34 + TTA");
            assertTrue(tta || row.path("experiment").asString().equals("resnet34"), earshot.out());
            assertEquals(runs("resnet34").getLast().getFileName().toString(), row.path("run").asString());
            assertEquals(1, row.path("otherRuns").asInt());
            assertEquals(summary.path(tta ? "ttaMean" : "mean").asDouble(), row.path("mean").asDouble());
            assertEquals(summary.path("parameters").asLong(), row.path("parameters").asLong());
            assertTrue(row.path("post").isNull(), "ten classes are not ESC-50");
            assertTrue(row.path("wallSeconds").asDouble() > 0);
            assertEquals(2, row.path("folds").size());
        }
        earshot("leaderboard", "--out", folder.resolve("runs").toString());
        assertEquals(3, earshot.out().lines().count(), earshot.out());
        assertTrue(earshot.out().lines().skip(1).anyMatch(line -> line.startsWith("resnet34 + TTA ") && line.contains("  -  ")),
                earshot.out());
    }

    /// A run knows its data set by its full path, so that it goes on from any folder.
    @Test
    void whereTheDataSetIsDoesNotDependOnTheWorkingDirectory() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        Path relative = Path.of("").toAbsolutePath().relativize(data);
        earshot(TinyExperiment.words(relative, folder.resolve("runs"), "epochs=1", "folds=1"));
        earshot(TinyExperiment.words(data, folder.resolve("runs"), "epochs=1", "folds=1"));
        String config = Files.readString(runs("resnet34").getFirst().resolve("config.yaml"));
        assertTrue(config.startsWith("data: " + data + "\n"), config);
        assertEquals(TinyExperiment.bytes(runs("resnet34").getFirst()), TinyExperiment.bytes(runs("resnet34").getLast()));
    }
}
