package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `earshot run simclr`, `run all` and the pages about runs, from the words typed to the files written.
class SimclrCommandTest {
    @TempDir
    Path folder;

    private final Earshot earshot = new Earshot(() -> folder.resolve("cache"));

    private List<String> words(Path data, String... more) {
        var words = new ArrayList<>(
                List.of("run", "simclr", "--data", data.toString(), "--out", folder.resolve("runs").toString()));
        words.addAll(TinyExperiment.recipeWords());
        words.addAll(List.of("--epochs", "1", "--pretraining-epochs", "1", "--negatives", "4", "--set", "pretraining.batch=4"));
        words.addAll(List.of(more));
        return words;
    }

    private List<Path> runs(String experiment) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs").resolve(experiment))) {
            return runs.sorted().toList();
        }
    }

    @Test
    void aRunShowsProbeAndFineTuningAndWritesItsPage() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        assertEquals(0, earshot.run(words(data)), earshot.err());
        Path run = runs("simclr").getFirst();
        List<String> lines = earshot.out().lines().toList();
        assertTrue(lines.get(0).matches("fold 1   linear probe [0-9.]+% \\(with random weights [0-9.]+%\\)"), earshot.out());
        assertTrue(lines.get(1).startsWith("fold 1   ") && lines.get(1).endsWith("(10 clips)"), earshot.out());
        assertTrue(earshot.out().lines().anyMatch(line -> line.matches("linear probe +[0-9.]+% ± .*")),
                earshot.out());
        assertTrue(earshot.out().lines().anyMatch(line -> line.matches("pairs found +[0-9.]+% ± [0-9.]+%, chance 1[0-9.]+%")),
                earshot.out());
        assertTrue(Files.readString(run.resolve("config.yaml")).contains("temperature: 0.5\n"));

        assertEquals(0, earshot.run(words(data, "--views", "mild", "--temperature", "0.2", "--folds", "1")), earshot.err());
        Path mild = runs("simclr").getLast();
        String config = Files.readString(mild.resolve("config.yaml"));
        assertTrue(config.contains("crop: 1.0\n") && config.contains("temperature: 0.2\n"), config);

        for (String picture : List.of("learning-curves", "confusion", "hardest-clips", "embeddings", "views")) {
            var image = ImageIO.read(run.resolve("report/" + picture + ".png").toFile());
            assertTrue(image.getWidth() > 300 && image.getHeight() > 150, picture);
        }
        String page = Files.readString(mild.resolve("report.html"));
        assertTrue(page.contains("<td>mild</td>") && page.contains("<td>hard</td>"), "both runs stand in the table");
        assertEquals(5, page.split("data:image/png").length - 1);
        assertFalse(page.contains("src=\"report"), "a page is whole in itself");
        // The first run's page was written before the second one was there.
        assertFalse(Files.readString(run.resolve("report.html")).contains("<td>mild</td>"));
        assertEquals(0, earshot.run(List.of("report", run.toString())), earshot.err());
        assertEquals(run.resolve("report.html").toString(), earshot.out().strip());
        assertTrue(Files.readString(run.resolve("report.html")).contains("<td>mild</td>"));

        assertEquals(2, earshot.run(List.of("run", "simclr", "--resume", run.toString(), "--views", "hard")), earshot.out());
        assertTrue(earshot.err().contains("leave out --views"), earshot.err());
    }

    /// What cannot be is refused before a run's folder is made.
    @Test
    void badSettingsAreRefusedFirst() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        assertRefused(2, words(data, "--set", "pretraining.batch=1"), "pretraining.batch: expected at least 2");
        assertRefused(2, words(data, "--temperature", "0"), "pretraining.temperature: expected 0.01 to 10, got 0.0");
        assertRefused(2, words(data, "--set", "pretraining.views.crop=0.01"), "expected seconds between one transform");
        assertRefused(2, words(data, "--set", "pretraining.projection=1"), "pretraining.projection: expected 2 to 8192, got 1");
    }

    private void assertRefused(int code, List<String> words, String reason) {
        assertEquals(code, earshot.run(words), earshot.out());
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().contains(reason), earshot.err());
        assertTrue(Files.notExists(folder.resolve("runs")), "nothing was begun");
    }

    /// All experiments, and the same again: what is finished is not done once more, what was interrupted goes on.
    @Test
    void allExperimentsAreRunOnceAndGoOnWhereTheyStopped() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var words = new ArrayList<>(List.of("run", "all", "--data", data.toString(), "--out", folder.resolve("runs").toString(),
                "--folds", "1"));
        for (String setting : List.of("epochs=1", "batch=4", "tta=1", "frontEnd.rate=8000", "frontEnd.seconds=0.5",
                "frontEnd.mels=16", "frontEnd.fftLength=256", "frontEnd.hop=128", "resnet34.network.width=8",
                "resnet34.network.blocks=1,1", "simclr.recipe.network.width=8", "simclr.recipe.network.blocks=1,1",
                "simclr.pretraining.epochs=1", "cnn-beats.recipe.network.width=8", "cnn-beats.pretraining.codes=4",
                "cnn-beats.pretraining.mask=0.5", "cnn-beats.pretraining.epochs=1", "transformer-beats.recipe.network.width=8",
                "transformer-beats.recipe.network.heads=2", "transformer-beats.recipe.network.layers=1",
                "transformer-beats.pretraining.codes=4", "transformer-beats.pretraining.mask=0.5",
                "transformer-beats.pretraining.epochs=1")) {
            words.addAll(List.of("--set", setting));
        }
        assertEquals(0, earshot.run(words), earshot.err());
        Path resnet = runs("resnet34").getFirst();
        assertTrue(
                earshot.err().lines().anyMatch(line -> line.matches("experiment \\d of " + Experiments.ALL.size() + ": simclr")),
                earshot.err());
        assertTrue(earshot.out().lines().anyMatch(line -> line.startsWith("not run    efficientnet-b0: ")), earshot.out());
        assertTrue(earshot.out().lines().anyMatch(line -> line.startsWith("method  ")), earshot.out());
        assertTrue(earshot.out().endsWith("page       " + folder.resolve("runs/leaderboard.html") + "\n"), earshot.out());
        String page = Files.readString(folder.resolve("runs/leaderboard.html"));
        assertTrue(page.contains("<td>simclr</td>") && page.contains("<td>resnet34</td>"), page);
        var before = TinyExperiment.bytes(folder.resolve("runs"));

        assertEquals(0, earshot.run(words), earshot.err());
        assertTrue(earshot.err().contains("finished already"), earshot.err());
        Files.delete(resnet.resolve("summary.json"));
        assertEquals(0, earshot.run(words), earshot.err());
        assertEquals(1, runs("resnet34").size(), "gone on with");
        before.remove("leaderboard.html");
        var after = TinyExperiment.bytes(folder.resolve("runs"));
        after.remove("leaderboard.html");
        assertEquals(before, after);

        words.addAll(List.of("--seed", "3"));
        assertEquals(0, earshot.run(words), earshot.err());
        assertEquals(2, runs("resnet34").size(), "another seed is another run");
    }
}
