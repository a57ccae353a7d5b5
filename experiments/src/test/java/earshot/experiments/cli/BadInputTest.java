package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.experiments.runs.Environment;
import earshot.experiments.training.TinyExperiment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong with what a user gives: one line that names the file and what to do, the exit code, and nothing half-written.
class BadInputTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src/golden/audio");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    /// A run that is finished, of one epoch and one fold.
    private static Path finished;
    private static Path sound;
    private static Earshot earshot;

    private Path data;
    private Path out;

    @BeforeAll
    static void train() throws IOException {
        Path set = TinyExperiment.dataset(shared.resolve("set"));
        earshot = new Earshot(() -> shared.resolve("cache"));
        assertEquals(0, earshot.run(TinyExperiment.words(set, shared.resolve("runs"), "epochs=1", "folds=1")), earshot.err());
        try (var runs = Files.list(shared.resolve("runs/resnet34"))) {
            finished = runs.findFirst().orElseThrow();
        }
        try (var clips = Files.list(set.resolve("audio"))) {
            sound = clips.sorted().findFirst().orElseThrow();
        }
    }

    @BeforeEach
    void copy() throws IOException {
        data = copy(shared.resolve("set"), folder.resolve("set"));
        out = folder.resolve("runs");
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    @AfterEach
    void nothingIsHalfWritten() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                String name = path.getFileName().toString();
                assertFalse(name.contains(".new-") || name.endsWith(".part"), path.toString());
            }
        }
    }

    /// Exit code, one line on stderr with all that is expected in it, nothing on stdout.
    private void assertOneLine(int exitCode, List<String> words, Object... expected) {
        assertEquals(exitCode, earshot.run(words), earshot.err());
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        for (Object part : expected) {
            assertTrue(earshot.err().contains(part.toString()), "expected '" + part + "' in: " + earshot.err());
        }
        assertFalse(earshot.err().contains("defect"), earshot.err());
        assertEquals("", earshot.out());
    }

    private void assertRefused(Object... expected) {
        assertOneLine(1, TinyExperiment.words(data, out), expected);
        assertTrue(Files.notExists(out), "no run may appear");
    }

    private Path csv() {
        return data.resolve("meta/esc50.csv");
    }

    private void editCsv(String from, String to) throws IOException {
        String text = Files.readString(csv());
        assertTrue(text.contains(from), from);
        Files.writeString(csv(), text.replaceFirst(from, to));
    }

    private List<Path> clips() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("audio"))) {
            return all.sorted().toList();
        }
    }

    @Test
    void aFolderThatIsMissing() {
        data = folder.resolve("none");
        assertRefused(data + ": no such folder", "earshot data synth");
    }

    @Test
    void aCsvThatIsMissing() throws IOException {
        Files.delete(csv());
        assertRefused(csv() + ": no such file", "check --data");
    }

    @Test
    void aColumnThatIsMissing() throws IOException {
        editCsv("category", "label");
        assertRefused(csv() + ": line 1: missing column 'category'", "add it");
    }

    @Test
    void aClassThatIsUnknown() throws IOException {
        editCsv(",0,alarm_beep,", ",0,,");
        assertRefused(csv() + ": line 2: unknown class", "name its class");
    }

    @Test
    void aClassThatContradictsItself() throws IOException {
        editCsv(",0,alarm_beep,", ",1,alarm_beep,");
        assertRefused(csv() + ": line 3: unknown class", "correct target or category");
    }

    @Test
    void aClipThatIsMissing() throws IOException {
        Files.delete(clips().getFirst());
        assertRefused(clips().getFirst().getParent(), "absent", "restore the file");
    }

    @Test
    void aFoldWithoutClips() {
        assertOneLine(1, TinyExperiment.words(data, out, "folds=1,3"), "set: fold 3 has no clips", "choose among these");
        assertTrue(Files.notExists(out));
    }

    @Test
    void aSingleFoldLeavesNothingToTrainOn() throws IOException {
        Files.writeString(csv(), Files.readString(csv()).replaceAll("\\.wav,2,", ".wav,1,"));
        assertRefused("all clips are in fold 1", "give it at least two folds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            files/empty.wav            | the file is empty
            files/text.wav             | expected WAV, Ogg Vorbis
            files/html_named.ogg       | expected WAV, Ogg Vorbis
            files/vorbis_truncated.ogg | vorbis
            files/vorbis_bad_crc.ogg   | vorbis
            files/zero_length_data.wav | holds no sound
            files/no_fmt.wav           | fmt
            files/flac_truncated.flac | cut short
            """)
    void aClipThatIsBroken(String file, String reason) throws IOException {
        Path clip = clips().get(7);
        Files.copy(GOLDEN.resolve(file), clip, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("1 clip cannot be decoded", clip, reason.equals("vorbis") ? ";" : reason);
        // The same file, asked about by name.
        assertOneLine(1, List.of("predict", finished.toString(), clip.toString()), clip, reason.equals("vorbis") ? ";" : reason);
    }

    @Test
    void anOggCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(GOLDEN.resolve("files/vorbis_stereo.ogg"));
        Path clip = clips().get(3);
        Files.write(clip, java.util.Arrays.copyOf(whole, whole.length * 2 / 3));
        assertRefused("1 clip cannot be decoded", clip);
        Files.write(clip, whole);
        assertEquals(0, earshot.run(TinyExperiment.words(data, out, "epochs=1", "folds=1")), earshot.err());
    }

    /// Before anything is read into memory.
    @Test
    void aClipThatIsTooLarge() throws IOException {
        try (var sparse = new RandomAccessFile(clips().get(7).toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }
        assertRefused("1 clip cannot be decoded", clips().get(7), "has 5368709120 bytes", "cut it into pieces");
    }

    @Test
    void severalBrokenClipsAreAllListed() throws IOException {
        List<Path> broken = List.of(clips().get(2), clips().get(11), clips().get(19));
        Files.write(broken.get(0), new byte[0]);
        Files.writeString(broken.get(1), "this is a text");
        Files.copy(GOLDEN.resolve("files/vorbis_truncated.ogg"), broken.get(2), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("3 clips cannot be decoded", broken.get(0), broken.get(1), broken.get(2), "restore each");
    }

    @Test
    void aPlaceForRunsThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertOneLine(1, TinyExperiment.words(data, file), file + ": is a file", "--out");
        assertOneLine(1, TinyExperiment.words(data, file.resolve("below")), file, ": Not a directory; check the path");
        assertEquals("x", Files.readString(file));
    }

    /// The cache is the user's here, as the environment names it, so the program gets a process of its own.
    @Test
    void aCacheThatIsAFile() throws Exception {
        Files.writeString(folder.resolve("cache"), "x");
        Child child = Child.start(folder, TinyExperiment.words(data, out));
        assertEquals(1, child.exitCode(), child.said());
        assertEquals(1, child.lines().size(), child.said());
        assertTrue(child.said().startsWith("earshot: " + folder.resolve("cache/features") + ": pictures cannot be kept there"),
                child.said());
        assertTrue(child.said().contains("point EARSHOT_CACHE at a folder"), child.said());
        assertTrue(Files.notExists(out));
    }

    @Test
    void aLearningRateThatBlowsTheNetworkUp() throws IOException {
        assertEquals(1, earshot.run(TinyExperiment.words(data, out, "lr=1e30")), earshot.err());
        String last = earshot.err().lines().reduce((_, line) -> line).orElse("");
        assertTrue(last.matches("earshot: fold 1, epoch 1, batch \\d: the loss is (NaN|Infinity); use a lower learning rate .*"),
                earshot.err());
        assertTrue(last.contains("--lr, now 1.0E30"), last);
        try (var runs = Files.list(out.resolve("resnet34"))) {
            Path run = runs.findFirst().orElseThrow();
            assertEquals(List.of(".lock", "clips.json", "config.yaml"), List.copyOf(TinyExperiment.bytes(run).keySet()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--set epochs=0", "--set nonsense=1", "--set epochs=many", "--set epochs", "--epochs 0", "--batch 0",
            "--lr -1", "--threads 0", "--folds 1;2", "--device abacus", "--set augment.shift=0.6", "--set views.mixup=1",
            "--set frontEnd.fftLength=0", "--set frontEnd.hop=0", "--set frontEnd.seconds=0.001", "--set network.blocks=",
            "--set network.width=0", "--set network.width=1100", "--set network.width=1000000000",
            "--set network.blocks=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "--set frontEnd.mels=130", "--set frontEnd.mels=2000000000",
            "--threads 1025", "--set network=5", "--lr NaN", "--weight-decay Infinity", "--folds ,", "--tta 1001", "--tta -1",
            "--epochs x"})
    void wrongUsage(String words) {
        var all = TinyExperiment.words(data, out);
        all.addAll(List.of(words.split(" ")));
        assertOneLine(2, all);
        assertTrue(Files.notExists(out));
    }

    @Test
    void noDataAtAllIsWrongUsage() {
        assertOneLine(2, List.of("run", "resnet34"), "--data DIR is missing");
        assertOneLine(2, List.of("demo", "--epochs", "0", "--data", data.toString(), "--out", out.toString()), "epochs");
        assertOneLine(2, List.of("demo", "--clips", "0", "--data", data.toString(), "--out", out.toString()), "clip");
        assertOneLine(2, List.of("predict", finished.toString(), sound.toString(), "--top", "0"), "--top");
        assertOneLine(2, List.of("predict", finished.toString(), sound.toString(), "--tta", "1001"), "--tta of 0 to 1000");
        assertOneLine(2, List.of("predict", finished.toString()), "FILE");
        assertTrue(Files.notExists(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--epochs 3", "--data x", "--seed 1", "--set tta=0", "--out x", "--lr 0.1", "--folds 1",
            "--config x.yaml", "--batch 2", "--tta 1", "--weight-decay 0"})
    void aRunGoesOnAsItWasConfigured(String words) throws IOException {
        var before = TinyExperiment.bytes(finished);
        var all = new ArrayList<>(List.of("run", "resnet34", "--resume", finished.toString()));
        all.addAll(List.of(words.split(" ")));
        assertOneLine(2, all, "--resume goes on with the run's own configuration", "leave out " + words.split(" ")[0]);
        assertEquals(before, TinyExperiment.bytes(finished));
    }

    /// Good files are answered for, bad ones are all named.
    @Test
    void predictingGoodFilesAmongBadOnes() throws IOException {
        Path none = folder.resolve("none.wav");
        Path text = Files.writeString(folder.resolve("text.wav"), "this is a text");
        assertEquals(0, earshot.run(List.of("predict", finished.toString(), "--json", sound.toString(), sound.toString())),
                earshot.err());
        String good = earshot.out();
        assertEquals(1,
                earshot.run(List.of("predict", finished.toString(), "--json", sound.toString(), none.toString(), text.toString(),
                        sound.toString())),
                earshot.err());
        assertEquals(good, earshot.out());
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().startsWith("earshot: 2 of 4 files cannot be decoded: " + none + ": "), earshot.err());
        assertTrue(earshot.err().contains(" | " + text + ": "), earshot.err());
    }

    /// Nothing is trained, judged or written: not even the data set need be there.
    @Test
    void aFinishedRunIsShownAndStaysAsItIs() throws IOException {
        Path run = copy(finished, Files.createDirectories(folder.resolve("runs/resnet34/")).resolve("whole"));
        Files.writeString(run.resolve("config.yaml"),
                Files.readString(run.resolve("config.yaml")).replace("data: ", "data: /gone"));
        var before = stamps(run);
        assertEquals(0, earshot.run(List.of("run", "resnet34", "--resume", run.toString())), earshot.err());
        assertEquals(before, stamps(run));
        String shown = earshot.out();
        assertTrue(shown.contains("true class") && shown.contains("accuracy   ") && shown.contains("with TTA   "), shown);
        assertTrue(earshot.err().startsWith("finished"), earshot.err());
        Files.delete(run.resolve("predictions.csv"));
        assertOneLine(1, List.of("run", "resnet34", "--resume", run.toString()),
                run.resolve("predictions.csv") + ": no such file",
                "judged again");
    }

    /// Every file with its bytes and the time of its last change.
    private static Map<String, String> stamps(Path run) throws IOException {
        var stamps = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                stamps.put(file.toString(), Files.getLastModifiedTime(file)
                        + (Files.isRegularFile(file) ? HexFormat.of().formatHex(Files.readAllBytes(file)) : ""));
            }
        }
        return stamps;
    }

    private Path unfinished() throws IOException {
        Path run = copy(finished, Files.createDirectories(folder.resolve("runs/resnet34/")).resolve("unfinished"));
        Files.delete(run.resolve("summary.json"));
        return run;
    }

    @Test
    void aRunThatWouldBeRoundedInAnotherWay() throws IOException {
        Path run = unfinished();
        Path environment = run.resolve("environment.json");
        String here = Files.readString(environment);
        int bits = Environment.current("cpu").vectorBits();
        for (String there : List.of(here.replace("\"vectorBits\" : " + bits, "\"vectorBits\" : 1024"),
                here.replace("\"device\" : \"cpu\"", "\"device\" : \"abacus\""))) {
            assertFalse(there.equals(here), here);
            Files.writeString(environment, there);
            var before = stamps(run);
            assertOneLine(1, List.of("run", "resnet34", "--resume", run.toString()), run + ": was begun on ",
                    "this is cpu with vectors of " + bits + " bits", "--other-rounding");
            before.keySet().removeIf(name -> name.equals(run.toString()));
            var after = stamps(run);
            after.keySet().removeIf(name -> name.equals(run.toString()));
            assertEquals(before, after);
        }
        Files.writeString(environment, here);
        assertEquals(0, earshot.run(List.of("run", "resnet34", "--resume", run.toString())), earshot.err());
        assertEquals(TinyExperiment.bytes(finished), TinyExperiment.bytes(run));
    }

    @Test
    void aRunThatMayBeRoundedInAnotherWay() throws IOException {
        Path run = unfinished();
        Path environment = run.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replace("\"device\" : \"cpu\"", "\"device\" : \"abacus\""));
        assertEquals(0, earshot.run(List.of("run", "resnet34", "--resume", run.toString(), "--other-rounding")), earshot.err());
        assertTrue(Files.readString(environment).contains("\"device\" : \"cpu\""));
        assertOneLine(2, List.of("run", "resnet34", "--data", run.toString(), "--other-rounding"), "--other-rounding",
                "goes with --resume");
    }

    @Test
    void aRunWhoseDataSetIsGone() throws IOException {
        Path run = unfinished();
        Files.writeString(run.resolve("config.yaml"),
                Files.readString(run.resolve("config.yaml")).replace("data: ", "data: /gone"));
        assertOneLine(1, List.of("run", "resnet34", "--resume", run.toString()),
                run.resolve("config.yaml") + ": the data set /gone",
                "is not there; put it back");
    }

    @Test
    void aRunToGoOnWithThatIsNone() throws IOException {
        assertOneLine(1, List.of("run", "resnet34", "--resume", data.toString()), data + ": is not a run", "runs/EXPERIMENT/ID");
        assertOneLine(1, List.of("run", "resnet34", "--resume", out.toString()), out + ": is not a run");
        assertTrue(Files.notExists(out));
    }

    @Test
    void aDataSetThatChangedUnderARun() throws IOException {
        assertEquals(0, earshot.run(TinyExperiment.words(data, out, "epochs=1", "folds=1")), earshot.err());
        Path run;
        try (var runs = Files.list(out.resolve("resnet34"))) {
            run = runs.findFirst().orElseThrow();
        }
        Files.delete(run.resolve("summary.json"));
        var before = TinyExperiment.bytes(run);
        Files.copy(clips().get(1), clips().get(0), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, earshot.run(List.of("run", "resnet34", "--resume", run.toString())), earshot.err());
        String last = earshot.err().lines().reduce((_, line) -> line).orElse("");
        assertTrue(last.startsWith("earshot: " + run.resolve("clips.json") + ": says that this run was begun with other clips"),
                earshot.err());
        assertTrue(last.contains("put the data set back"), last);
        assertEquals(before, TinyExperiment.bytes(run));
    }

    private List<String> predict(Path run, Path file) {
        return List.of("predict", run.toString(), file.toString());
    }

    private static Path checkpoint() {
        return finished.resolve("checkpoints/fold-1.safetensors");
    }

    @Test
    void predictingFromWhatIsNoRun() throws IOException {
        assertOneLine(1, predict(data, sound), data + ": is not a run", "give a folder runs/EXPERIMENT/ID");
        assertOneLine(1, predict(folder.resolve("none"), sound), folder.resolve("none") + ": is not a run");
        Path begun = Files.createDirectories(folder.resolve("runs/resnet34/1"));
        Files.copy(finished.resolve("config.yaml"), begun.resolve("config.yaml"));
        assertOneLine(1, predict(begun, sound), begun + ": no fold of this run is finished", "--resume " + begun);
        assertTrue(Files.notExists(begun.resolve("checkpoints")), "asking makes no folders");
    }

    @Test
    void predictingWhatCannotBeRead() throws IOException {
        Path none = folder.resolve("none.wav");
        assertOneLine(1, predict(finished, none), none + ": no such file; check the path");
        assertOneLine(1, predict(finished, folder), folder + ": expected a sound file, got a folder");
    }

    @Test
    void aCheckpointThatIsTruncated() throws IOException {
        byte[] whole = Files.readAllBytes(checkpoint());
        Path file = folder.resolve("cut.safetensors");
        for (int length : new int[]{0, 5, 8, 100, 3000, whole.length / 2, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertOneLine(1, predict(file, sound), file, "or train anew");
        }
        Files.writeString(file, "a text that is longer than eight bytes");
        assertOneLine(1, predict(file, sound), file, "or train anew");
        Files.write(file, whole);
        assertEquals(0, earshot.run(predict(file, sound)), earshot.err());
    }

    private Path edited(Map<String, String> metadata, String dropped) throws IOException {
        var tensors = Safetensors.readAll(checkpoint());
        tensors.remove(dropped);
        Path file = folder.resolve("edited.safetensors");
        SafetensorsWriter.write(file, tensors, metadata);
        return file;
    }

    private static String card() throws IOException {
        try (Safetensors open = Safetensors.open(checkpoint())) {
            return open.metadata().get("earshot");
        }
    }

    @Test
    void aCheckpointOfAnotherShape() throws IOException {
        String card = card();
        Path file = edited(Map.of("earshot", card.replace("\"width\":8", "\"width\":4")), "none");
        assertOneLine(1, predict(file, sound), file, "conv1.weight: expected", "[4,1,7,7]", "[8,1,7,7]",
                "; and more); restore the file or train anew");
        assertTrue(earshot.err().length() < 600, earshot.err());
        file = edited(Map.of("earshot", card.replace("[\"alarm_beep\",", "[")), "none");
        assertOneLine(1, predict(file, sound), file, "fc.weight: expected", "or train anew");
        file = edited(Map.of("earshot", card), "bn1.running_mean");
        assertOneLine(1, predict(file, sound), file, "missing bn1.running_mean");
        file = edited(Map.of("earshot", card), "none");
        assertEquals(0, earshot.run(predict(file, sound)), earshot.err());
    }

    @Test
    void aCheckpointWithoutItsCardOrWithABrokenOne() throws IOException {
        Path file = edited(Map.of("format", "pt"), "none");
        assertOneLine(1, predict(file, sound), file + ": says nothing of its network",
                "give a checkpoint that earshot run wrote");
        String card = card();
        for (String broken : List.of("", "{", "[]", "{}", "null", card.replace("\"normalization\"", "\"x\""),
                card.replace("\"hop\":128", "\"hop\":0"), card.replace("\"blocks\":[1,1,1,1]", "\"blocks\":[]"),
                card.replace("\"hop\":128", "\"hop\":\"x\""))) {
            assertFalse(broken.equals(card));
            file = edited(Map.of("earshot", broken), "none");
            assertOneLine(1, predict(file, sound), file + ": card: ", "restore");
        }
    }

    @Test
    void foldsThatDoNotBelongTogether() throws IOException {
        Path mixed = copy(finished, Files.createDirectories(folder.resolve("runs/resnet34/")).resolve("mixed"));
        Path file = edited(Map.of("earshot", card().replace("alarm_beep", "alarm_bell")), "none");
        Path second = Files.move(file, mixed.resolve("checkpoints/fold-2.safetensors"));
        assertOneLine(1, predict(mixed, sound), second + ": has other classes", "name a single checkpoint");
    }

    @Test
    void aResumedRunWhoseCheckpointIsBroken() throws IOException {
        Path run = copy(finished, Files.createDirectories(folder.resolve("runs/resnet34/")).resolve("broken"));
        Files.delete(run.resolve("summary.json"));
        Path file = run.resolve("checkpoints/fold-1.safetensors");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));
        assertEquals(1, earshot.run(List.of("run", "resnet34", "--resume", run.toString())), earshot.err());
        String last = earshot.err().lines().reduce((_, line) -> line).orElse("");
        assertTrue(last.startsWith("earshot: " + file) && last.contains("or train anew"), earshot.err());
        // Without the file, the fold is trained anew.
        Files.delete(file);
        assertEquals(0, earshot.run(List.of("run", "resnet34", "--resume", run.toString())), earshot.err());
        assertEquals(TinyExperiment.bytes(finished), TinyExperiment.bytes(run));
    }
}
