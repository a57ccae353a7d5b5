package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.data.Folders;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    private final Earshot earshot = new Earshot();
    private final PrintStream out = earshot.terminal().out();
    private final PrintStream err = earshot.terminal().err();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "data --help", "data synth --help", "data check --help", "data fetch --help",
            "leaderboard --help", "doctor --help", "gradcheck --help", "inspect --help", "convert --help", "demo --help",
            "run --help", "run resnet34 --help", "run simclr --help", "run all --help", "report --help", "predict --help",
            "conform --help", "bench --help"})
    void everythingHasHelp(String words) {
        assertEquals(0, earshot.run(List.of(words.split(" "))), earshot.err());
        assertTrue(earshot.out().startsWith("Usage: earshot"), earshot.out());
        assertEquals("", earshot.err());
        assertFalse(earshot.out().contains("\033"), "no colour without a terminal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "nonsense", "doctor --nonsense", "data synth", "data synth x --clips many",
            "data synth x --clips 0", "data synth x --clips 200000000", "data fetch esc51",
            "data fetch esc50 x --url ftp://x/y", "data fetch esc50 x --sha256 12", "leaderboard --out",
            "leaderboard --csv --markdown",
            "report", "run all", "run simclr --views middling --data x", "run all --data x --set nonsense=1", "inspect",
            "convert x", "convert x y --rename =z", "convert x y --rename (=z", "convert x y --rename (a)=$2"})
    void wrongUsageIsOneLineAndTwo(String words) {
        assertEquals(2, earshot.run(words.isEmpty() ? List.of() : List.of(words.split(" "))), earshot.out());
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().startsWith("earshot"), earshot.err());
        assertEquals("", earshot.out());
    }

    @Test
    void guessesWhatWasMeant() {
        earshot.run("doctro");
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().startsWith("earshot: Unmatched argument at index 0: 'doctro'; did you mean doctor"),
                earshot.err());
        assertTrue(earshot.err().strip().endsWith("? see earshot --help"), earshot.err());
        earshot.run("doctor", "--jsn");
        assertTrue(earshot.err().contains("; did you mean --json? see earshot doctor --help"), earshot.err());
        // What is far from everything is not guessed.
        for (String word : List.of("bogus", "nonsense", "x", "--nonsense")) {
            earshot.run(word);
            assertFalse(earshot.err().contains("did you mean"), earshot.err());
            assertTrue(earshot.err().strip().endsWith("; see earshot --help"), earshot.err());
        }
    }

    @Test
    void helpShowsWhatMayBeLeftOut() {
        earshot.run("data", "fetch", "--help");
        assertTrue(earshot.out().contains("NAME [DIR]"), earshot.out());
    }

    @Test
    void failureIsOneLineAndOne() {
        assertEquals(1, earshot.run("leaderboard", "--out", folder.resolve("none").toString()));
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().startsWith("earshot: " + folder.resolve("none") + ": no such folder"), earshot.err());
        assertEquals(1, earshot.run("leaderboard", "--stacktrace", "--out", folder.resolve("none").toString()));
        assertTrue(earshot.err().contains("\tat earshot.experiments.report.Leaderboard.read"), earshot.err());
    }

    @Test
    void synthesisesThenChecks() throws IOException {
        String set = folder.resolve("set").toString();
        assertEquals(0, earshot.run("data", "synth", set, "--clips", "5", "--seconds", "0.5", "--rate", "8000"), earshot.err());
        assertEquals("50 clips of 10 classes in 5 folds: " + set, earshot.out().strip());
        assertEquals(1, earshot.run("data", "synth", set));
        assertTrue(earshot.err().contains("folder is not empty"), earshot.err());
        assertEquals(0, earshot.run("data", "check", set), earshot.err());
        assertTrue(earshot.out().contains("rates     8000 Hz (50 clips)"), earshot.out());
        assertTrue(earshot.out().lines().anyMatch("wind                 1       1       1       1       1    5"::equals),
                earshot.out());
    }

    @Test
    void checkFailsOnWhatIsWrongAndStillPrintsIt() throws IOException {
        Folders.dataset(folder, "filename,fold,category,src_file\na.wav,1,dog,7\nb.wav,2,dog,7\n", "a.wav", "b.wav");
        assertEquals(1, earshot.run("data", "check", folder.toString()));
        assertTrue(earshot.out().contains("leak  recording 7 stands in the folds [1, 2]: a.wav, b.wav"), earshot.out());
        assertTrue(earshot.err().contains("0 unreadable files, 0 absent files, 1 recordings in several folds"), earshot.err());
        Files.writeString(folder.resolve("audio/a.wav"), "a text");
        assertEquals(1, earshot.run("data", "check", "--json", folder.toString()));
        assertEquals(1, readJson().path("unreadable").size());
    }

    private tools.jackson.databind.JsonNode readJson() throws IOException {
        Path file = Files.writeString(folder.resolve("out.json"), earshot.out());
        return Json.read(file, tools.jackson.databind.JsonNode.class);
    }

    @Test
    void doctorNamesWhatItFindsAndWhatItMisses() throws IOException {
        assertEquals(0, earshot.run("doctor"));
        assertEquals(List.of("JDK", "processor", "vectors", "heap"),
                earshot.out().lines().limit(4).map(line -> line.split("\\s+")[1]).toList());
        assertEquals(0, earshot.run("doctor", "--json"));
        assertTrue(readJson().path(0).path("detail").asString().startsWith(Runtime.version().toString()), earshot.out());
        assertEquals(0, earshot.run("doctor"));
        assertTrue(earshot.out().lines().anyMatch(line -> line.matches("ok +backend cpu +single precision.*")), earshot.out());
        for (String gpu : List.of("opencl", "cuda")) {
            String there = "ok +backend " + gpu + " +single precision on .*";
            String missing = "absent +backend " + gpu + " +.*; .*";
            assertTrue(earshot.out().lines().anyMatch(line -> line.matches(there + "|" + missing)), earshot.out());
        }
    }

    @Test
    void knownExceptionsBecomeOneLine() {
        assertFailure(new ExperimentException("a\nb"), 1, true, "a b");
        assertFailure(new UsageException("a"), 2, true, "a");
        assertFailure(new CompletionException(new UncheckedIOException(new NoSuchFileException("x.wav"))), 1, true,
                "x.wav: no such file or folder; check the path");
        assertFailure(new FileSystemException("x", null, "No space left on device"), 1, true,
                "x: No space left on device; free some space on that disk and run again");
        assertFailure(new IllegalStateException("a"), 1, false, "unexpected java.lang.IllegalStateException: a");
        assertTrue(Failure.of(new OutOfMemoryError("Java heap space")).line()
                .matches("out of memory \\(Java heap space, heap \\d+ MiB\\); use a smaller batch.*"));
        assertFailure(new IOException(), 1, false, "unexpected java.io.IOException");
    }

    private static void assertFailure(Exception thrown, int exitCode, boolean expected, String line) {
        Failure failure = Failure.of(thrown);
        assertEquals(line, failure.line());
        assertEquals(exitCode, failure.exitCode());
        assertEquals(expected, failure.expected());
    }

    @Test
    void anUnexpectedFailureKeepsItsStackTraceInAFile() throws IOException {
        assertEquals(1, Failure.of(new IllegalStateException("odd")).report(Terminal.plain(out, err), false));
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        Path kept = Path.of(earshot.err().substring(earshot.err().lastIndexOf("is in ") + 6).strip());
        assertTrue(Files.readString(kept).contains("at earshot.experiments.cli.MainTest"));
        Files.delete(kept);
    }

    @Test
    void colourNeedsATerminalAndConsent() {
        assertTrue(Terminal.of(out, err, Map.of(), true, false, 80).colour());
        assertFalse(Terminal.of(out, err, Map.of(), true, false, 80).live());
        assertTrue(Terminal.of(out, err, Map.of("NO_COLOR", ""), false, true, 80).live());
        assertFalse(Terminal.of(out, err, Map.of("NO_COLOR", "1"), true, true, 80).live());
        assertFalse(Terminal.of(out, err, Map.of("NO_COLOR", "1"), true, true, 80).colour());
        assertFalse(Terminal.of(out, err, Map.of("TERM", "dumb"), true, true, 80).colour());
        assertEquals("\033[1mx\033[0m", Terminal.of(out, err, Map.of(), true, true, 80).bold("x"));
        assertEquals("x", Terminal.plain(out, err).bold("x"));
    }

    @Test
    void progressRewritesOneLineOnATerminal() {
        var clock = new AtomicLong();
        try (var progress = new Progress(new Terminal(out, err, true, true, 70), "epoch 1", 100, "clips", clock::get)) {
            clock.addAndGet(1_000_000_000L);
            progress.advance(25, "loss 0.5");
            clock.addAndGet(1_000_000L);
            progress.advance(1);
        }
        String line = "epoch 1 [#####...............]  25%  25/100 clips  25 clips/s  3s left";
        // One column of 70 stays free, which cuts the words.
        assertEquals("\r" + line.substring(0, 69) + "\r" + " ".repeat(69) + "\r", earshot.err());
    }

    @Test
    void progressPrintsSeldomPlainLinesElsewhere() {
        var clock = new AtomicLong();
        try (var progress = new Progress(Terminal.plain(out, err), "download", 4 << 20, "bytes", clock::get)) {
            progress.skip(1 << 20);
            clock.addAndGet(9_000_000_000L);
            progress.advance(1 << 19);
            assertEquals("", earshot.err());
            clock.addAndGet(1_000_000_000L);
            progress.advance(1 << 19);
        }
        assertEquals("download [##########..........]  50%  2.0/4.0 MiB  0.1 MiB/s  20s left" + System.lineSeparator(),
                earshot.err());
    }
}
