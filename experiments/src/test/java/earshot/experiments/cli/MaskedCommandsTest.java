package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.masked.TinyMasked;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `earshot run cnn-beats` and `earshot run transformer-beats`, from the words typed to the lines printed.
class MaskedCommandsTest {
    @TempDir
    Path folder;

    private final Earshot earshot = new Earshot(() -> folder.resolve("cache"));

    private Path run(String experiment) throws IOException {
        try (var runs = Files.list(folder.resolve("runs").resolve(experiment))) {
            return runs.findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn-beats", "transformer-beats"})
    void aRunShowsItsRoundsAndStandsOnTheLeaderboard(String experiment) throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var words = TinyMasked.words(experiment, data, folder.resolve("runs"));
        words.addAll(List.of("--tokenizer-rounds", "2", "--folds", "1", "--pretrain-epochs", "1", "--epochs", "1"));
        assertEquals(0, earshot.run(words), earshot.err());
        List<String> lines = earshot.out().lines().toList();
        assertTrue(
                lines.get(0).matches("fold 1   round 1: [0-9.]+% of the hidden tokens guessed \\(the most frequent: [0-9.]+%\\),"
                        + " perplexity \\d+ of \\d in use"),
                earshot.out());
        assertTrue(lines.get(1).matches("fold 1   round 1: fine-tuned [0-9.]+%"), earshot.out());
        assertTrue(lines.get(2).startsWith("fold 1   round 2: "), earshot.out());
        assertTrue(lines.get(3).matches("fold 1   [0-9.]+%   with test-time augmentation .*"), earshot.out());
        assertTrue(lines.contains("round  perplexity  in use  guessed %  most frequent %  fine-tuned %"), earshot.out());
        Path run = run(experiment);
        assertEquals(0, earshot.run(List.of("run", experiment, "--resume", run.toString())), earshot.err());
        assertTrue(earshot.out().contains("round  perplexity"), earshot.out());
        assertTrue(earshot.err().contains("finished already"), earshot.err());
        assertEquals(0, earshot.run(List.of("leaderboard", "--out", folder.resolve("runs").toString())), earshot.err());
        assertTrue(earshot.out().lines().anyMatch(line -> line.startsWith(experiment + " ")), earshot.out());
        assertEquals(0, earshot.run(List.of("predict", run.toString(),
                data.resolve("audio").toFile().listFiles()[0].toString())), earshot.err());
    }

    /// Refused before a clip is read, with what is allowed, and without a folder.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--mask 0 | configuration: pretraining.mask: expected above 0 and below 1, got 0.0",
            "--mask 1 | configuration: pretraining.mask: expected above 0 and below 1, got 1.0",
            "--mask 0.01 | configuration: pretraining.mask: expected 0.0625 to 0.9375, which hides at least one of a picture's 8 patches and leaves one, got 0.01",
            "--codes 81 | configuration: pretraining.codes: expected 2 to 80, the patches of 10 training clips, got 81",
            "--codes 1 | configuration: pretraining.codes: expected at least 2, got 1",
            "--tokenizer-rounds 0 | configuration: pretraining.rounds: expected 1 to 100, got 0",
            "--set recipe.network.patch=12 | patches: expected a side that fits pictures of 16 mels x 32 frames, one of 1, 2, 4, 8, 16, got 12",
            "--tokenizer words | --tokenizer: pretraining.tokenizer: expected one of clusters, learned, got 'words'"})
    void badSettingsAreRefusedWithWhatIsAllowed(String option, String message) throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var words = TinyMasked.words("transformer-beats", data, folder.resolve("runs"));
        words.addAll(List.of(option.split(" ")));
        assertTrue(earshot.run(words) > 0, earshot.out());
        assertTrue(earshot.err().contains(message), earshot.err());
        assertFalse(Files.exists(folder.resolve("runs")));
        assertFalse(Files.exists(folder.resolve("cache")), "no clip was read");
    }

    /// Stages of a network of convolutions decide the size of its patches.
    @Test
    void stagesThatMakePatchesTooLargeAreRefused() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var words = TinyMasked.words("cnn-beats", data, folder.resolve("runs"), "recipe.network.blocks=1,1,1,1");
        assertTrue(earshot.run(words) > 0);
        assertTrue(
                earshot.err().contains(
                        "patches: expected a side that fits pictures of 16 mels x 32 frames, one of 1, 2, 4, 8, 16, got 32"),
                earshot.err());
    }
}
