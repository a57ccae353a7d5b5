package earshot.experiments.training;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Prepares the batches of an epoch on threads of its own, some ahead of training, and hands them out in order. What a batch holds depends
/// on its number alone, so the order of preparation does not matter.
///
/// @param <B> a batch
public final class BatchLoader<B> implements AutoCloseable {
    private static final int AHEAD = 3;

    private final IntFunction<B> make;
    private final int count;
    private final ExecutorService threads;
    private final Queue<Future<B>> waiting = new ArrayDeque<>();
    private int started;

    /// @param make    the batch of a number; called from several threads
    /// @param count   how many there are
    /// @param threads at least 1
    public BatchLoader(IntFunction<B> make, int count, int threads) {
        this.make = make;
        this.count = count;
        this.threads = Executors.newFixedThreadPool(threads,
                task -> Thread.ofPlatform().daemon().name("batches").unstarted(task));
        for (int i = 0; i < Math.min(count, AHEAD + threads); i++) {
            start();
        }
    }

    private void start() {
        int number = started++;
        waiting.add(threads.submit(() -> make.apply(number)));
    }

    /// The next batch, waited for if it is not yet ready. To be called as often as there are batches.
    public B next() {
        Future<B> first = waiting.remove();
        try {
            B batch = first.get();
            if (started < count) {
                start();
            }
            return batch;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("a batch could not be prepared", failed.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
    }

    /// Ends the threads; batches that nobody took are dropped.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
