package earshot.experiments;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Work on many clips at once, by as many threads as the user allows.
public final class Parallel {
    private Parallel() {
    }

    /// What is done to one clip.
    public interface Task {
        void run(int index) throws IOException;
    }

    /// Does a task for every index from 0; threads take one after another. After a failure no new ones are begun, and it is thrown when
    /// all threads have stopped: what they work on may be cleared away then.
    ///
    /// @throws IOException the first failure, where it is one
    public static void forEach(int count, int threads, Task task) throws IOException {
        var next = new AtomicInteger();
        var failed = new AtomicBoolean();
        var results = new ArrayList<Future<?>>();
        int useful = Math.max(1, Math.min(threads, count));
        try (var pool = Executors.newFixedThreadPool(useful, Thread.ofPlatform().daemon().factory())) {
            for (int t = 0; t < useful; t++) {
                results.add(pool.submit(() -> {
                    boolean fine = false;
                    try {
                        for (int i; !failed.get() && (i = next.getAndIncrement()) < count;) {
                            task.run(i);
                        }
                        fine = true;
                    } finally {
                        failed.compareAndSet(false, !fine);
                    }
                    return null;
                }));
            }
        }
        for (Future<?> result : results) {
            try {
                result.get();
            } catch (ExecutionException wrapped) {
                switch (wrapped.getCause()) {
                    case IOException known -> throw known;
                    case RuntimeException unchecked -> throw unchecked;
                    case Error error -> throw error;
                    default -> throw new IllegalStateException(wrapped.getCause());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped");
            }
        }
    }
}
