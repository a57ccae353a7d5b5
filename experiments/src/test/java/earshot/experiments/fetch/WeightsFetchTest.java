package earshot.experiments.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.files.Sha256;
import earshot.experiments.weights.KnownNetwork;
import earshot.experiments.weights.KnownWeights;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small file in the layout of BEATs' public ones, from a server on this machine and from its disk.
class WeightsFetchTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");
    private static final Path TINY = GOLDEN.resolve("beats_tiny.pt");
    private static final FetchListener SILENT = new FetchListener() {
        @Override
        public void stage(String name, long already, long total) {
            assertEquals("downloading", name);
        }

        @Override
        public void advance(long bytes) {
            assertTrue(bytes > 0);
        }
    };

    @TempDir
    Path folder;

    private FlakyServer server;
    private String sha256;

    @BeforeEach
    void start() throws IOException {
        server = new FlakyServer(Files.readAllBytes(TINY));
        sha256 = Sha256.of(TINY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WeightsFolder cache() {
        return new WeightsFolder(folder.resolve("cache"));
    }

    private WeightsFetch fetch(String hash, URI address) {
        return new WeightsFetch(new KnownWeights("tiny", "BEATs_tiny.pt", 0, hash, KnownNetwork.BEATS, "MIT",
                URI.create("https://example.org/page"), URI.create("https://example.org/link"), address), cache());
    }

    private WeightsFetch fetch() {
        return fetch(sha256, server.address("BEATs_tiny.pt"));
    }

    private void assertHere() throws IOException {
        assertArrayEquals(Files.readAllBytes(TINY), Files.readAllBytes(cache().folder().resolve("BEATs_tiny.pt")));
        assertEquals(List.of("BEATs_tiny.pt"), left());
    }

    private List<String> left() throws IOException {
        if (!Files.exists(cache().folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache().folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String fails(WeightsFetch fetch) {
        String message = assertThrows(ExperimentException.class, () -> fetch.fromKnownPlace(SILENT)).getMessage();
        assertFalse(fetch.folder().has(fetch.weights()), message);
        return message;
    }

    @Test
    void downloadsOnceAndVerifies() throws IOException {
        WeightsFetch.Fetched fetched = fetch().fromKnownPlace(SILENT);
        assertFalse(fetched.already());
        assertEquals(sha256, fetched.check().sha256());
        assertEquals(cache().folder().resolve("BEATs_tiny.pt"), fetched.check().file());
        assertHere();
        server.requested.clear();
        assertTrue(fetch().fromKnownPlace(SILENT).already());
        assertEquals(List.of(), server.requested);
    }

    @Test
    void goesOnAfterBrokenConnections() throws IOException {
        int length = server.content.length;
        server.breaks.addAll(List.of(length / 3, length / 3));
        fetch().fromKnownPlace(SILENT);
        assertHere();
        assertEquals(3, server.requested.size());
        assertEquals("all", server.requested.getFirst());
        assertTrue(server.requested.stream().skip(1).allMatch(range -> range.startsWith("bytes=")), server.requested.toString());
    }

    @Test
    void aLaterCallGoesOnWhereAnEarlierOneGaveUp() throws IOException {
        server.breaks.addAll(List.of(20_000, 20_000, 20_000, 20_000));
        String message = fails(fetch());
        assertTrue(message.contains("bytes have arrived; check the network and run the same command again"), message);
        long arrived = Files.size(cache().folder().resolve("BEATs_tiny.pt.part"));
        assertTrue(arrived > 0);
        server.requested.clear();
        fetch().fromKnownPlace(SILENT);
        assertEquals(List.of("bytes=" + arrived + "-"), server.requested);
        assertHere();
    }

    @Test
    void aDeadLinkSaysWhatToLookFor() throws IOException {
        server.status = 404;
        String lookFor = "look for a file named BEATs_tiny.pt, with SHA-256 " + sha256
                + " (its makers' page: https://example.org/page, their link: https://example.org/link), and give its address or path: earshot weights fetch tiny --url "
                + "ADDRESS-OR-FILE";
        assertEquals(server.address("BEATs_tiny.pt") + ": the server answered 404; " + lookFor, fails(fetch()));
        assertEquals("tiny: no address is known that a program can download it from; " + lookFor, fails(fetch(sha256, null)));
        server.close();
        String message = fails(fetch());
        assertTrue(message.contains("connection failed") && message.endsWith("or " + lookFor), message);
    }

    @Test
    void anotherFileIsRejectedAndKeptAside() throws IOException {
        server.content = Files.readAllBytes(GOLDEN.resolve("beats_tiny_half.pt"));
        String message = fails(fetch());
        assertTrue(message.contains("is not BEATs_tiny.pt: expected SHA-256 " + sha256 + ", got "), message);
        assertTrue(message.contains("what came is kept as " + cache().folder().resolve("BEATs_tiny.pt.rejected")), message);
        assertEquals(List.of("BEATs_tiny.pt.rejected"), left());
        // And does not stand in the way of the right one.
        server.content = Files.readAllBytes(TINY);
        fetch().fromKnownPlace(SILENT);
        assertEquals(List.of("BEATs_tiny.pt", "BEATs_tiny.pt.rejected"), left());
    }

    @Test
    void aPageForPeopleIsNotTakenForTheFile() {
        server.content = "<!DOCTYPE html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8);
        String message = fails(fetch());
        assertTrue(message.contains("the file is a web page") && message.contains("look for a file named"), message);
    }

    @Test
    void aHostileFileIsRefusedWithoutBeingRun() throws IOException {
        server.content = Files.readAllBytes(GOLDEN.resolve("hostile_os_system.pt"));
        String message = fails(fetch("", server.address("x")));
        assertTrue(message.contains("the file needs posix.system") && message.contains("nothing of it was run"), message);
    }

    @Test
    void theBeginningOfAHashIsEnough() throws IOException {
        fetch(sha256.substring(0, 8), server.address("x")).fromKnownPlace(SILENT);
        assertHere();
    }

    @Test
    void whereNoHashIsKnownTheContentDecides() throws IOException {
        fetch("", server.address("x")).fromKnownPlace(SILENT);
        assertHere();
        Files.delete(cache().folder().resolve("BEATs_tiny.pt"));
        server.content = Files.readAllBytes(GOLDEN.resolve("state_dict.pt"));
        String message = fails(fetch("", server.address("x")));
        assertTrue(message.contains("expected BEATs, got a network unknown here"), message);
    }

    @Test
    void aMirrorAFileAddressOrAPathWillDo() throws IOException {
        for (String source : List.of(server.address("mirror").toString(), TINY.toUri().toString(), TINY.toString())) {
            Files.deleteIfExists(cache().folder().resolve("BEATs_tiny.pt"));
            fetch(sha256, null).from(source, SILENT);
            assertHere();
        }
        assertEquals(List.of("all"), server.requested);
    }

    /// What an interrupted download left is of no use once the file has come another way.
    @Test
    void aFileOfThisMachineReplacesAnUnfinishedDownload() throws IOException {
        server.breaks.addAll(List.of(20_000, 20_000, 20_000, 20_000));
        fails(fetch());
        assertEquals(List.of("BEATs_tiny.pt.part", "BEATs_tiny.pt.part.tag"), left());
        fetch().from(TINY.toString(), SILENT);
        assertHere();
    }

    @Test
    void aWrongFileOfThisMachineIsNotCopied() throws IOException {
        Path half = GOLDEN.resolve("beats_tiny_half.pt");
        String message = assertThrows(ExperimentException.class, () -> fetch().from(half.toString(), SILENT)).getMessage();
        assertTrue(message.startsWith(half + ": is not BEATs_tiny.pt: expected SHA-256 " + sha256), message);
        assertThrows(NoSuchFileException.class, () -> fetch().from(folder.resolve("none").toString(), SILENT));
        assertThrows(IOException.class, () -> fetch().from(GOLDEN.resolve("truncated.pt").toString(), SILENT));
        assertEquals(List.of(), left());
    }

    @Test
    void whatIsNeitherAddressNorPathIsWrongUsage() {
        for (String source : List.of("ftp://x/y", "http:y", "file://elsewhere/y", "file:y", "http://a b/c")) {
            assertThrows(UsageException.class, () -> fetch().from(source, SILENT), source);
        }
    }

    @Test
    void aFileThatWasDamagedAfterwardsIsNotTrusted() throws IOException {
        fetch().fromKnownPlace(SILENT);
        Path place = cache().folder().resolve("BEATs_tiny.pt");
        Files.copy(GOLDEN.resolve("beats_tiny_half.pt"), place, StandardCopyOption.REPLACE_EXISTING);
        String message = assertThrows(ExperimentException.class, () -> fetch().fromKnownPlace(SILENT)).getMessage();
        assertTrue(message.startsWith(place + ": expected SHA-256") && message.endsWith("remove it and fetch again"), message);
    }
}
