package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.training.TinyExperiment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a file system in memory, of a size that the test chooses. Mounting one takes root; elsewhere the tests
/// are skipped.
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;
    private Path data;
    private boolean mounted;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted, "cannot mount a small disk: that takes Linux and root");
        data = TinyExperiment.dataset(folder.resolve("set"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(succeeds("umount", disk.toString()));
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private int earshot(Path cache, List<String> words) {
        said.reset();
        var stream = new PrintStream(said, true);
        return Main.execute(Terminal.plain(stream, stream), new FeatureCache(cache), words.toArray(String[]::new));
    }

    private String lastLine() {
        return said.toString().lines().reduce((_, line) -> line).orElse("");
    }

    private Path fill(int bytesLeft) throws IOException {
        long room = Files.getFileStore(disk).getUsableSpace() - bytesLeft;
        return Files.write(disk.resolve("ballast"), new byte[(int) room]);
    }

    private static List<Path> files(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aRunThatFillsTheDiskGoesOnWhenThereIsRoom() throws IOException {
        Path cache = folder.resolve("cache");
        assertEquals(0, earshot(cache, TinyExperiment.words(data, folder.resolve("alone"))), said.toString());
        Path ballast = fill(200 << 10);
        assertEquals(1, earshot(cache, TinyExperiment.words(data, disk.resolve("runs"))), said.toString());
        Path run = onlyRun(disk.resolve("runs"));
        Path checkpoint = run.resolve("checkpoints/fold-1.unfinished.safetensors");
        assertTrue(lastLine().startsWith("earshot: cannot write " + checkpoint + ": No space left on device; "), said.toString());
        assertEquals(List.of(".lock", "clips.json", "config.yaml", "metrics.jsonl"),
                List.copyOf(TinyExperiment.bytes(run).keySet()));
        Files.delete(ballast);
        assertTrue(remount("8m"));
        assertEquals(0, earshot(cache, List.of("run", "resnet34", "--resume", run.toString())), said.toString());
        assertEquals(TinyExperiment.bytes(onlyRun(folder.resolve("alone"))), TinyExperiment.bytes(run));
    }

    private boolean remount(String size) {
        try {
            return succeeds("mount", "-o", "remount,size=" + size, disk.toString());
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static Path onlyRun(Path out) throws IOException {
        try (var runs = Files.list(out.resolve("resnet34"))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size(), all.toString());
            return all.getFirst();
        }
    }

    @Test
    void withoutRoomForTheConfigurationThereIsNoRun() throws IOException {
        Path out = Files.createDirectories(disk.resolve("runs/resnet34")).getParent();
        fill(0);
        assertEquals(1, earshot(folder.resolve("cache"), TinyExperiment.words(data, out)), said.toString());
        assertEquals(1, said.toString().lines().count(), said.toString());
        assertTrue(lastLine().matches("earshot: " + out + "/resnet34/[0-9-]+/config.yaml: No space left on device;.*"),
                lastLine());
        try (var runs = Files.list(out.resolve("resnet34"))) {
            assertEquals(List.of(), runs.toList());
        }
    }

    @Test
    void aFullCacheIsNamed() throws IOException {
        Path cache = Files.createDirectory(disk.resolve("cache"));
        fill(4 << 10);
        assertEquals(1, earshot(cache, TinyExperiment.words(data, folder.resolve("runs"))), said.toString());
        assertEquals(1, said.toString().lines().count(), said.toString());
        assertTrue(lastLine().startsWith("earshot: " + cache + ": pictures cannot be kept there"), lastLine());
        assertTrue(lastLine().contains("No space left on device"), lastLine());
        assertTrue(Files.notExists(folder.resolve("runs")));
        for (Path file : files(cache)) {
            assertTrue(file.toString().endsWith(".logmel"), file.toString());
        }
    }

    @Test
    void aDataSetThatDoesNotFitLeavesNothing() throws IOException {
        var words = new ArrayList<>(List.of("data", "synth", disk.resolve("set").toString(), "--clips", "10"));
        assertEquals(1, earshot(folder.resolve("cache"), words));
        assertTrue(lastLine().contains("No space left on device; free some space"), lastLine());
        assertEquals(List.of(), files(disk));
        assertTrue(Files.notExists(disk.resolve("set")));
    }
}
