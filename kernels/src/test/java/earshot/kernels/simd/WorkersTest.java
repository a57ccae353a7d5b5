package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The team does every task once, whoever calls it and whatever the tasks do.
class WorkersTest {
    private static final int TASKS = 37;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void everyTaskRunsExactlyOnce(int threads) {
        Workers workers = new Workers(threads);
        assertEquals(threads, workers.threads());
        for (int round = 0; round < 2000; round++) {
            runsOnce(workers, round % TASKS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aCallFromInsideATaskRunsToo(int threads) {
        Workers workers = new Workers(threads);
        AtomicIntegerArray counts = new AtomicIntegerArray(TASKS * TASKS);
        workers.run(TASKS, i -> workers.run(TASKS, j -> counts.incrementAndGet(i * TASKS + j)));
        once(counts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void callersAtTheSameTimeDoNotDisturbEachOther(int threads) throws InterruptedException, ExecutionException {
        Workers workers = new Workers(threads);
        try (ExecutorService callers = Executors.newFixedThreadPool(3)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                calls.add(callers.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        runsOnce(workers, TASKS);
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whatATaskThrowsReachesTheCallerAndTheTeamLivesOn(int threads) {
        Workers workers = new Workers(threads);
        for (Throwable thrown : List.of(new IllegalStateException("task"), new AssertionError("task"))) {
            for (int failing : new int[]{0, TASKS / 2, TASKS - 1}) {
                Throwable caught = assertThrows(thrown.getClass(), () -> workers.run(TASKS, i -> {
                    if (i == failing) {
                        raise(thrown);
                    }
                }));
                assertSame(thrown, caught);
                runsOnce(workers, TASKS);
            }
        }
        assertThrows(IllegalStateException.class, () -> workers.run(TASKS, i -> workers.run(2, j -> {
            throw new IllegalStateException("inside");
        })));
        runsOnce(workers, TASKS);
    }

    @Test
    void stretchesCoverTheWholeWithoutOverlap() {
        Workers workers = new Workers(3);
        for (int n : new int[]{0, 1, 7, 8, 9, 64, 65}) {
            int[] lengths = new int[n];
            AtomicIntegerArray counts = new AtomicIntegerArray(n);
            workers.stretches(n, 8, (from, to) -> {
                for (int i = from; i < to; i++) {
                    counts.incrementAndGet(i);
                    lengths[i] = to - from;
                }
            });
            once(counts);
            assertEquals(n / 8 * 8, Arrays.stream(lengths).filter(length -> length == 8).count());
        }
        assertDoesNotThrow(() -> workers.stretches(Integer.MAX_VALUE, Integer.MAX_VALUE, (from, to) -> {
            assertEquals(0, from);
            assertEquals(Integer.MAX_VALUE, to);
        }));
    }

    @Test
    void aTeamHasAtLeastOneThread() {
        assertEquals("workers: need at least 1 thread, got 0",
                assertThrows(IllegalArgumentException.class, () -> new Workers(0)).getMessage());
    }

    private static void runsOnce(Workers workers, int tasks) {
        AtomicIntegerArray counts = new AtomicIntegerArray(tasks);
        workers.run(tasks, counts::incrementAndGet);
        once(counts);
    }

    private static void once(AtomicIntegerArray counts) {
        for (int i = 0; i < counts.length(); i++) {
            assertEquals(1, counts.get(i), "runs of task " + i);
        }
    }

    private static void raise(Throwable thrown) {
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }
}
