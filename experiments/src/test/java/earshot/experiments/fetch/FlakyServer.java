package earshot.experiments.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A server on this machine that has one file, under every name, and breaks connections or ignores ranges on demand.
final class FlakyServer implements AutoCloseable {
    /// The file.
    volatile byte[] content;
    volatile String etag = "\"v1\"";
    /// Whether it knows ranges.
    volatile boolean ranges = true;
    /// What it answers instead of the file, if not 200.
    volatile int status = 200;
    /// Bytes after which connections break, one after the other; then none does.
    final List<Integer> breaks = Collections.synchronizedList(new ArrayList<>());
    /// After so many bytes it falls silent, connection open; never if negative, and before it answers if 0.
    volatile int silentAfter = -1;
    /// The range of every request, or {@code all}.
    final List<String> requested = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    FlakyServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI address(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requested.add(range == null ? "all" : range);
        boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        int from = range != null && ranges && same ? Integer.parseInt(range.substring(6, range.length() - 1)) : 0;
        exchange.getResponseHeaders().set("ETag", etag);
        try (exchange) {
            if (silentAfter == 0) {
                silence();
            }
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
            } else {
                if (from > 0) {
                    exchange.getResponseHeaders().set("Content-Range",
                            "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                }
                exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
                int until = breaks.isEmpty() ? content.length : Math.min(content.length, from + breaks.removeFirst());
                int told = silentAfter < 0 ? until : Math.min(until, from + silentAfter);
                exchange.getResponseBody().write(content, from, told - from);
                if (told < until) {
                    exchange.getResponseBody().flush();
                    silence();
                }
            }
        }
    }

    /// Says nothing until the server is closed.
    private void silence() {
        try {
            closed.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
