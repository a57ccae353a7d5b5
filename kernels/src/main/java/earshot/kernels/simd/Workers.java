package earshot.kernels.simd;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// A fixed team of threads that share the tasks of one kernel at a time: the calling thread and {@code threads - 1} daemons.
///
/// Tasks are split statically into contiguous runs, one per thread. What a task computes must depend on its index alone; then
/// results do not depend on the number of threads. Between kernels the daemons spin for a moment before they park, because
/// waking a parked thread costs tens of microseconds, as much as many a kernel takes.
public final class Workers {
    private static final int SPINS = 20_000;
    private static final AtomicIntegerFieldUpdater<Workers> ARRIVED = AtomicIntegerFieldUpdater
            .newUpdater(Workers.class, "arrived");

    private final int threads;
    private final Thread[] daemons;
    private final ReentrantLock busy = new ReentrantLock();

    private volatile long round;
    private volatile int arrived;
    private volatile Throwable failure;
    private IntConsumer task;
    private int tasks;

    /// @param threads size of the team, the caller included; at least 1
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("workers: need at least 1 thread, got " + threads);
        }
        this.threads = threads;
        this.daemons = new Thread[threads - 1];
        for (int i = 0; i < daemons.length; i++) {
            int member = i + 1;
            daemons[i] = Thread.ofPlatform().daemon().name("earshot-worker-" + member).start(() -> serve(member));
        }
    }

    /// Size of the team.
    public int threads() {
        return threads;
    }

    /// Runs {@code task} for every index below {@code tasks} and returns when all are done. A call from inside a task, or while
    /// another thread has the team, runs its tasks one after another in the calling thread.
    ///
    /// @throws RuntimeException or Error: the first thing that a task threw, after all threads have stopped
    public void run(int tasks, IntConsumer task) {
        if (threads == 1 || tasks <= 1 || busy.isHeldByCurrentThread() || !busy.tryLock()) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        try {
            this.task = task;
            this.tasks = tasks;
            failure = null;
            arrived = 0;
            round++;
            for (Thread daemon : daemons) {
                LockSupport.unpark(daemon);
            }
            share(0);
            await();
            this.task = null;
            rethrow(failure);
        } finally {
            busy.unlock();
        }
    }

    /// Cuts {@code [0, n)} into stretches of {@code grain} elements, the last one shorter, and runs {@code task} for each.
    public void stretches(int n, int grain, Stretch task) {
        run((int) (((long) n + grain - 1) / grain), i -> task.accept(i * grain, (int) Math.min(n, (i + 1L) * grain)));
    }

    /// Work on elements {@code [from, to)}.
    public interface Stretch {
        void accept(int from, int to);
    }

    private void await() {
        for (int spins = 0; arrived < daemons.length; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void serve(int member) {
        long seen = 0;
        while (true) {
            for (int spins = 0; round == seen; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen++;
            share(member);
            ARRIVED.incrementAndGet(this);
        }
    }

    private void share(int member) {
        int from = (int) ((long) tasks * member / threads);
        int to = (int) ((long) tasks * (member + 1) / threads);
        try {
            for (int i = from; i < to; i++) {
                task.accept(i);
            }
        } catch (Throwable t) {
            failure = t;
        }
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {
            }
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new AssertionError("a task cannot throw a checked exception", failure);
        }
    }
}
