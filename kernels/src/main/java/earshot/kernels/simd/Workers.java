package earshot.kernels.simd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// A fixed team of threads that share the tasks of one kernel at a time: the calling thread and {@code threads - 1} daemons.
///
/// How a kernel is cut into tasks is fixed, and what a task computes must depend on its index alone; then results depend neither on
/// the number of threads nor on who takes which task. Tasks are taken one by one, so that a thread that the system holds up delays
/// one task, not its share of all. Between kernels the daemons spin for a moment before they park, because waking a parked thread
/// costs tens of microseconds, as much as many a kernel takes.
public final class Workers {
    /// Checks for a new round before parking: some tens of microseconds.
    private static final int SPINS = 5_000;

    private final Thread[] daemons;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Round current;

    /// The tasks of one call.
    private static final class Round {
        final IntConsumer task;
        final int tasks;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        volatile Throwable failure;

        Round(IntConsumer task, int tasks) {
            this.task = task;
            this.tasks = tasks;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    task.accept(i);
                } catch (Throwable t) {
                    failure = t;
                }
                done.incrementAndGet();
            }
        }
    }

    /// @param threads size of the team, the caller included; at least 1
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("workers: need at least 1 thread, got " + threads);
        }
        daemons = new Thread[threads - 1];
        for (int i = 0; i < daemons.length; i++) {
            daemons[i] = Thread.ofPlatform().daemon().name("earshot-worker-" + (i + 1)).start(this::serve);
        }
    }

    /// Size of the team.
    public int threads() {
        return daemons.length + 1;
    }

    /// Runs {@code task} for every index below {@code tasks} and returns when all are done. A call from inside a task, or while
    /// another thread has the team, runs its tasks one after another in the calling thread.
    ///
    /// @throws RuntimeException or Error: one of those that tasks threw, after all have ended
    public void run(int tasks, IntConsumer task) {
        if (daemons.length == 0 || tasks <= 1 || busy.isHeldByCurrentThread() || !busy.tryLock()) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        try {
            Round round = new Round(task, tasks);
            current = round;
            for (Thread daemon : daemons) {
                LockSupport.unpark(daemon);
            }
            round.work();
            for (int spins = 0; round.done.get() < tasks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            rethrow(round.failure);
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

    private void serve() {
        Round last = null;
        while (true) {
            for (int spins = 0; current == last; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            last = current;
            last.work();
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
