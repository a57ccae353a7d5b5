package earshot.experiments.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Patience with a stream, which ends when nothing has come for some time: the stream is closed then, and whoever waits for it fails. A
/// server that falls silent would otherwise be waited for without end.
final class Patience implements AutoCloseable {
    private final InputStream stream;
    private final Duration longest;
    private final Thread watch;
    private volatile long last = System.nanoTime();
    private volatile boolean lost;

    /// @param longest that nothing may come
    Patience(InputStream stream, Duration longest) {
        this.stream = stream;
        this.longest = longest;
        this.watch = Thread.ofVirtual().start(this::watch);
    }

    /// Waits for the next bytes.
    ///
    /// @return how many there are in the buffer now; -1 at the stream's end
    /// @throws IOException if reading fails, or patience is lost
    int read(byte[] buffer) throws IOException {
        try {
            int count = stream.read(buffer);
            last = System.nanoTime();
            return count;
        } catch (IOException failed) {
            throw lost ? new IOException("nothing has come for " + longest.toSeconds() + " s", failed) : failed;
        }
    }

    private void watch() {
        try {
            for (long left; (left = longest.toNanos() - (System.nanoTime() - last)) > 0;) {
                Thread.sleep(Duration.ofNanos(left));
            }
            lost = true;
            stream.close();
        } catch (InterruptedException | IOException over) {
            // Nobody waits any more.
            return;
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
