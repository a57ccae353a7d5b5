package earshot.experiments.fetch;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Downloads one file over HTTP into a `.part` file and goes on from there after a broken connection, in the same call or in a later one.
///
/// Beside the part stands a `.part.tag` file with the address and the server's validator (ETag or Last-Modified). A resumed request asks
/// for the rest only if the file is still the one begun (`If-Range`, RFC 9110); a server that does not know ranges sends all again.
final class Download {
    private static final String STAGE = "downloading";
    private static final int ATTEMPTS = 4;
    private static final int BUFFER = 1 << 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30)).build();
    private final URI address;
    private final Path part;
    private final String remedy;
    private final Duration patience;
    private final Duration pause;
    private final Path tag;

    /// @param address an http or https address
    /// @param part    where the bytes are gathered
    /// @param remedy  what to do if there is no such server, or no such file on it
    Download(URI address, Path part, String remedy) {
        this(address, part, remedy, PATIENCE, PAUSE);
    }

    /// @param patience with a server that does not answer, or from which nothing comes any more
    /// @param pause    before the second attempt, twice as long before the third, and so on: servers in trouble need time
    Download(URI address, Path part, String remedy, Duration patience, Duration pause) {
        this.address = address;
        this.part = part;
        this.remedy = remedy;
        this.patience = patience;
        this.pause = pause;
        this.tag = tag(part);
    }

    /// The file beside a part that says where it comes from.
    static Path tag(Path part) {
        return part.resolveSibling(part.getFileName() + ".tag");
    }

    /// Brings the part file to completion.
    ///
    /// @throws ExperimentException if the server refuses, or the connection breaks time and again; what has arrived stays
    /// @throws IOException         if the part cannot be written
    void complete(FetchListener listener) throws IOException {
        IOException broken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                rest(pause.multipliedBy(1L << attempt - 1));
            }
            try {
                transfer(listener);
                return;
            } catch (LocalException local) {
                throw local.getCause();
            } catch (InterruptedIOException stopped) {
                throw stopped;
            } catch (IOException failed) {
                broken = failed;
            }
        }
        long arrived = Files.exists(part) ? Files.size(part) : 0;
        String reason = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
        throw new ExperimentException(address + ": connection failed " + ATTEMPTS + " times (" + reason + "), " + arrived
                + " bytes have arrived; check the network and run the same command again to go on from there, or " + remedy,
                broken);
    }

    /// Moves the part aside because its content is not what it should be, so that the next download starts afresh.
    ///
    /// @return where it is now
    Path reject() throws IOException {
        Path rejected = part.resolveSibling(part.getFileName().toString().replaceFirst("\\.part$", "") + ".rejected");
        Files.deleteIfExists(rejected);
        Files.deleteIfExists(tag);
        return Files.move(part, rejected);
    }

    /// Removes the part after use.
    void discard() throws IOException {
        Files.deleteIfExists(tag);
        Files.deleteIfExists(part);
    }

    /// A failure on this side of the wire, say a full disk, that trying again would not mend.
    private static final class LocalException extends IOException {
        private static final long serialVersionUID = 1L;

        LocalException(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private void transfer(FetchListener listener) throws IOException {
        long already = Files.exists(part) ? Files.size(part) : 0;
        Optional<String> validator = validator();
        boolean resume = already > 0 && validator.isPresent();
        HttpResponse<InputStream> response = send(resume ? already : 0, validator);
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case 200 -> receive(response, body, 0, listener);
                case 206 -> {
                    if (!resume || first(response) != already) {
                        // The server answered a question that was not asked: start afresh rather than glue the wrong pieces together.
                        discard();
                        throw new IOException("the server sent another range than the one asked for");
                    }
                    receive(response, body, already, listener);
                }
                case 416 -> {
                    // Nothing lies beyond what is here: either that is all, or the file has become shorter.
                    if (!resume || total(response) != already) {
                        discard();
                        throw new IOException("the file has changed on the server");
                    }
                    listener.stage(STAGE, already, already);
                }
                default -> throw refused(response.statusCode());
            }
        }
    }

    /// Trouble of the server's own may pass, so it counts as a broken connection; everything else is final.
    private ExperimentException refused(int status) throws IOException {
        if (status >= 500) {
            throw new IOException("the server answered " + status);
        }
        return new ExperimentException(address + ": the server answered " + status + "; " + remedy);
    }

    private HttpResponse<InputStream> send(long from, Optional<String> validator) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "earshot");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-").header("If-Range", validator.orElseThrow());
        }
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(request.build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new IOException("no answer for " + patience.toSeconds() + " s", silent);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static void rest(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("download interrupted");
    }

    private void receive(HttpResponse<InputStream> response, InputStream body, long already, FetchListener listener)
            throws IOException {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        try (OutputStream file = open(response, already); Patience waiting = new Patience(body, patience)) {
            listener.stage(STAGE, already, length < 0 ? 0 : already + length);
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = waiting.read(buffer)) >= 0;) {
                try {
                    file.write(buffer, 0, count);
                } catch (IOException full) {
                    throw new LocalException(new IOException(
                            part + ": " + full.getMessage() + "; free some space and run the same command again", full));
                }
                listener.advance(count);
            }
        }
    }

    private OutputStream open(HttpResponse<?> response, long already) throws LocalException {
        try {
            if (already > 0) {
                return Files.newOutputStream(part, StandardOpenOption.APPEND);
            }
            Files.deleteIfExists(tag);
            OutputStream fresh = Files.newOutputStream(part);
            Optional<String> validator = response.headers().firstValue("ETag").filter(value -> !value.startsWith("W/"))
                    .or(() -> response.headers().firstValue("Last-Modified"));
            if (validator.isPresent()) {
                WholeFile.write(tag, address + "\n" + validator.get() + "\n");
            }
            return fresh;
        } catch (IOException failed) {
            throw new LocalException(failed);
        }
    }

    /// What tells this version of the file from others, if the part was begun from the same address.
    private Optional<String> validator() throws IOException {
        if (!Files.exists(tag)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(tag);
        return lines.size() == 2 && lines.getFirst().equals(address.toString()) ? Optional.of(lines.get(1)) : Optional.empty();
    }

    /// First byte of a `Content-Range: bytes 100-199/200`; -1 if there is none.
    private static long first(HttpResponse<?> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return range.matches("bytes \\d+-\\d+/.*") ? Long.parseLong(range.substring(6, range.indexOf('-'))) : -1;
    }

    /// Length of the whole file in a `Content-Range: bytes */200`; -1 if there is none.
    private static long total(HttpResponse<?> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return range.matches("bytes .*/\\d+") ? Long.parseLong(range.substring(range.indexOf('/') + 1)) : -1;
    }
}
