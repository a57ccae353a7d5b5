package earshot.experiments.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that fall silent. What else may go wrong is seen in what uses downloads.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DownloadTest {
    private static final FetchListener SILENT = new FetchListener() {
        @Override
        public void stage(String name, long already, long total) {
            assertEquals(200_000, total);
        }

        @Override
        public void advance(long bytes) {
            assertTrue(bytes > 0);
        }
    };

    @TempDir
    Path folder;

    private static byte[] content() {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        return content;
    }

    private Path part() {
        return folder.resolve("x.part");
    }

    private Download download(FlakyServer server) {
        return new Download(server.address("x"), part(), "look elsewhere", Duration.ofMillis(300), Duration.ofMillis(1));
    }

    @Test
    void silenceInTheMiddleCountsAsABrokenConnection() throws IOException {
        try (var server = new FlakyServer(content())) {
            server.silentAfter = 60_000;
            // Three requests get 60000 bytes each and then nothing; the fourth has the rest to come.
            download(server).complete(SILENT);
            assertArrayEquals(content(), Files.readAllBytes(part()));
            assertEquals(4, server.requested.size());
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (var server = new FlakyServer(content())) {
            server.silentAfter = 0;
            String message = assertThrows(ExperimentException.class, () -> download(server).complete(SILENT)).getMessage();
            assertTrue(message.contains("connection failed 4 times (no answer for 0 s), 0 bytes have arrived"), message);
            assertTrue(message.endsWith(", or look elsewhere"), message);
        }
    }
}
