package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.masked.TinyMasked;
import earshot.experiments.training.TinyExperiment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();

    private int earshot(List<String> words) {
        outBytes.reset();
        errBytes.reset();
        var terminal = Terminal.plain(new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        return Main.execute(terminal, new FeatureCache(folder.resolve("cache")), words.toArray(String[]::new));
    }

    private String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

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
        assertEquals(0, earshot(words), err());
        List<String> lines = out().lines().toList();
        assertTrue(
                lines.get(0).matches("fold 1   round 1: [0-9.]+% of the hidden tokens guessed \\(the most frequent: [0-9.]+%\\),"
                        + " perplexity \\d+ of \\d in use"),
                out());
        assertTrue(lines.get(1).matches("fold 1   round 1: fine-tuned [0-9.]+%"), out());
        assertTrue(lines.get(2).startsWith("fold 1   round 2: "), out());
        assertTrue(lines.get(3).matches("fold 1   [0-9.]+%   with test-time augmentation .*"), out());
        assertTrue(lines.contains("round  perplexity  in use  guessed %  most frequent %  fine-tuned %"), out());
        Path run = run(experiment);
        assertEquals(0, earshot(List.of("run", experiment, "--resume", run.toString())), err());
        assertTrue(out().contains("round  perplexity"), out());
        assertTrue(err().contains("finished already"), err());
        assertEquals(0, earshot(List.of("leaderboard", "--out", folder.resolve("runs").toString())), err());
        assertTrue(out().lines().anyMatch(line -> line.startsWith(experiment + " ")), out());
        assertEquals(0, earshot(List.of("predict", run.toString(),
                data.resolve("audio").toFile().listFiles()[0].toString())), err());
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
        assertTrue(earshot(words) > 0, out());
        assertTrue(err().contains(message), err());
        assertFalse(Files.exists(folder.resolve("runs")));
        assertFalse(Files.exists(folder.resolve("cache")), "no clip was read");
    }

    /// Stages of a network of convolutions decide the size of its patches.
    @Test
    void stagesThatMakePatchesTooLargeAreRefused() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        var words = TinyMasked.words("cnn-beats", data, folder.resolve("runs"), "recipe.network.blocks=1,1,1,1");
        assertTrue(earshot(words) > 0);
        assertTrue(
                err().contains(
                        "patches: expected a side that fits pictures of 16 mels x 32 frames, one of 1, 2, 4, 8, 16, got 32"),
                err());
    }
}
