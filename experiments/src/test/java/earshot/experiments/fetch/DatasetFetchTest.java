package earshot.experiments.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.cli.Earshot;
import earshot.experiments.data.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a server on this machine that sends nonsense on demand.
class DatasetFetchTest {
    private static final String CSV = "filename,fold,category\na.wav,1,dog\nb.wav,2,dog\n";

    @TempDir
    Path folder;

    private final Earshot earshot = new Earshot();
    private FlakyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FlakyServer(zip(files()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, byte[]> files() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("ESC-50-master/", null);
        files.put("ESC-50-master/meta/esc50.csv", CSV.getBytes(StandardCharsets.UTF_8));
        // Noise does not compress, so that the archive is large enough to be broken anywhere.
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        files.put("ESC-50-master/audio/a.wav", noise);
        files.put("ESC-50-master/audio/b.wav", Folders.wav(8000, 100));
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                if (file.getValue() != null) {
                    zip.write(file.getValue());
                }
            }
        }
        return bytes.toByteArray();
    }

    private DatasetFetch fetch(String sha256) {
        return new DatasetFetch(server.address("x.zip"), sha256);
    }

    /// Adds up what the progress bar is told.
    private static final class Sum implements FetchListener {
        private final List<String> stages = new ArrayList<>();
        private long bytes;

        @Override
        public void stage(String name, long already, long total) {
            stages.add(name);
            bytes = already;
        }

        @Override
        public void advance(long more) {
            bytes += more;
        }
    }

    private String digest() throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(server.content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }

    private Path set() {
        return folder.resolve("set");
    }

    private String fails(String sha256) throws IOException {
        String message = assertThrows(ExperimentException.class, () -> fetch(sha256).into(set(), new Sum())).getMessage();
        assertFalse(Files.exists(set()), message);
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(path -> path.getFileName().toString().startsWith(".")).toList(),
                    "hidden folders left");
        }
        return message;
    }

    private void assertComplete() throws IOException {
        assertArrayEquals(files().get("ESC-50-master/audio/a.wav"), Files.readAllBytes(set().resolve("audio/a.wav")));
        assertEquals(CSV, Files.readString(set().resolve("meta/esc50.csv")));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(set()), left.toList());
        }
    }

    @Test
    void fetchesAndUnpacks() throws Exception {
        var sum = new Sum();
        String sha256 = digest();
        assertEquals(2, fetch(sha256.toUpperCase(Locale.ROOT)).into(set(), sum).dataset().clips().size());
        assertComplete();
        assertEquals(List.of("downloading", "unpacking"), sum.stages);
        assertEquals(200_000 + 244 + CSV.length(), sum.bytes);
    }

    @Test
    void goesOnAfterABrokenConnection() throws IOException {
        server.breaks.addAll(List.of(50_000, 60_000));
        assertEquals(digest(), fetch(null).into(set(), new Sum()).sha256());
        assertComplete();
        assertEquals(3, server.requested.size());
        assertEquals("all", server.requested.getFirst());
        assertTrue(server.requested.stream().skip(1).allMatch(range -> range.startsWith("bytes=")), server.requested.toString());
    }

    @Test
    void aLaterCallGoesOnWhereAnEarlierOneGaveUp() throws IOException {
        server.breaks.addAll(List.of(40_000, 40_000, 40_000, 40_000));
        assertTrue(fails(null).contains("run the same command again"), "says how to go on");
        long arrived = Files.size(folder.resolve("set.zip.part"));
        assertTrue(arrived > 0);
        server.requested.clear();
        fetch(null).into(set(), new Sum());
        assertEquals(List.of("bytes=" + arrived + "-"), server.requested);
        assertComplete();
    }

    @Test
    void beginsAgainIfTheServerIgnoresRanges() throws IOException {
        server.ranges = false;
        server.breaks.add(50_000);
        fetch(null).into(set(), new Sum());
        assertComplete();
    }

    @Test
    void beginsAgainIfTheFileHasChanged() throws IOException {
        server.breaks.addAll(List.of(40_000, 40_000, 40_000, 40_000));
        fails(null);
        server.etag = "\"v2\"";
        server.requested.clear();
        fetch(null).into(set(), new Sum());
        assertComplete();
        assertTrue(server.requested.getFirst().startsWith("bytes="), server.requested.toString());
    }

    @Test
    void aPartThatIsCompleteAlreadyIsUsed() throws IOException {
        Files.write(folder.resolve("set.zip.part"), server.content);
        Files.writeString(folder.resolve("set.zip.part.tag"), fetch(null).address() + "\n" + server.etag + "\n");
        fetch(null).into(set(), new Sum());
        assertComplete();
        assertEquals(List.of("bytes=" + server.content.length + "-"), server.requested);
    }

    @Test
    void aPartFromAnotherAddressIsNotUsed() throws IOException {
        Files.write(folder.resolve("set.zip.part"), new byte[100]);
        Files.writeString(folder.resolve("set.zip.part.tag"), "http://elsewhere/\n" + server.etag + "\n");
        fetch(null).into(set(), new Sum());
        assertComplete();
        assertEquals(List.of("all"), server.requested);
    }

    @Test
    void saysWhatTheServerAnswered() throws IOException {
        server.status = 404;
        assertTrue(fails(null).contains("the server answered 404; check the address"));
        assertEquals(1, server.requested.size());
        server.status = 503;
        assertTrue(fails(null).contains("the server answered 503"));
        server.close();
        assertTrue(fails(null).contains("connection failed"));
    }

    @Test
    void aWrongHashIsRejectedAndKeptAside() throws IOException {
        String message = fails("0".repeat(64));
        assertTrue(message.contains("SHA-256 expected 000") && message.contains("set.zip.rejected"), message);
        assertArrayEquals(server.content, Files.readAllBytes(folder.resolve("set.zip.rejected")));
        assertFalse(Files.exists(folder.resolve("set.zip.part")));
        Files.delete(folder.resolve("set.zip.rejected"));
        fetch(null).into(set(), new Sum());
        assertComplete();
    }

    @Test
    void aTruncatedOrDamagedArchiveIsRejected() throws IOException {
        byte[] whole = server.content;
        server.content = Arrays.copyOf(whole, whole.length / 2);
        assertTrue(fails(null).contains("is not a complete zip archive"));
        server.content = whole.clone();
        server.content[whole.length / 2] ^= 1;
        assertTrue(fails(null).contains("'ESC-50-master/audio/a.wav' is damaged"));
        server.content = "<html>not found</html>".getBytes(StandardCharsets.UTF_8);
        assertTrue(fails(null).contains("is not a complete zip archive"));
    }

    @Test
    void aNameThatLeadsOutOfTheFolderIsRejected() throws IOException {
        for (String evil : List.of("../evil", "ESC-50-master/../../evil", "/etc/evil", "ESC-50-master/a\\..\\evil")) {
            var files = files();
            files.put(evil, new byte[]{1});
            server.content = zip(files);
            String message = fails(null);
            assertTrue(message.contains("'" + evil + "' leads out of the folder"), message);
            assertFalse(Files.exists(folder.resolve("evil")));
        }
    }

    @Test
    void anArchiveWithoutADataSetIsRejected() throws IOException {
        var files = files();
        files.remove("ESC-50-master/audio/b.wav");
        server.content = zip(files);
        String message = fails(null);
        assertTrue(message.contains("holds no data set (audio/b.wav: listed in meta/esc50.csv but absent"), message);
    }

    @Test
    void refusesAFolderWithContentBeforeAskingTheServer() throws IOException {
        Files.writeString(Files.createDirectories(set()).resolve("precious"), "1");
        assertThrows(ExperimentException.class, () -> fetch(null).into(set(), new Sum()));
        assertEquals(List.of(), server.requested);
        assertThrows(UsageException.class, () -> fetch("abc"));
        assertThrows(UsageException.class, () -> new DatasetFetch(URI.create("ftp://x/y"), null));
        assertThrows(UsageException.class, () -> new DatasetFetch(URI.create("x.zip"), null));
    }

    /// The command says what the archive's checksum is, so that the next fetch can ask for it.
    @Test
    void theCommandShowsTheChecksumAndAcceptsIt() throws IOException {
        String url = fetch(null).address().toString();
        assertEquals(0, earshot.run("data", "fetch", "esc50", set().toString(), "--url", url));
        assertEquals("the archive was not checked; to accept only this one another time: --sha256 " + digest(),
                earshot.err().strip());
        Path again = folder.resolve("again");
        assertEquals(0, earshot.run("data", "fetch", "esc50", again.toString(), "--url", url, "--sha256", digest()));
        assertEquals("the archive has the SHA-256 asked for", earshot.err().strip());
        assertEquals(1,
                earshot.run("data", "fetch", "esc50", folder.resolve("third").toString(), "--url", url, "--sha256",
                        "0".repeat(64)));
        assertTrue(earshot.err().contains("SHA-256 expected 000"), earshot.err());
        assertFalse(Files.exists(folder.resolve("third")));
    }
}
