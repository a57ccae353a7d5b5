package earshot.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void everyIndexOnceByNoMoreThreadsThanAllowed() throws IOException {
        for (int threads : new int[]{1, 2, 3}) {
            var seen = new ConcurrentSkipListSet<Integer>();
            var workers = ConcurrentHashMap.<Thread>newKeySet();
            var calls = new AtomicInteger();
            Parallel.forEach(200, threads, i -> {
                seen.add(i);
                calls.incrementAndGet();
                workers.add(Thread.currentThread());
            });
            assertEquals(200, calls.get());
            assertEquals(200, seen.size());
            assertTrue(workers.size() <= threads, workers.toString());
            workers.forEach(worker -> assertTrue(worker.isDaemon(), "does not keep the program from ending"));
        }
        Parallel.forEach(0, 2, _ -> {
            throw new IOException("nothing to do");
        });
    }

    @Test
    void twoThreadsWorkAtOnce() throws IOException {
        var both = new CountDownLatch(2);
        Parallel.forEach(2, 2, _ -> {
            both.countDown();
            try {
                assertTrue(both.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }

    @Test
    void aFailureStopsTheRestAndArrivesAsItIs() {
        var calls = new AtomicInteger();
        var failure = new IOException("full");
        assertSame(failure, assertThrows(IOException.class, () -> Parallel.forEach(1_000_000, 2, i -> {
            calls.incrementAndGet();
            if (i == 5) {
                throw failure;
            }
        })));
        assertTrue(calls.get() < 1_000_000, "stopped");
        assertThrows(IllegalStateException.class, () -> Parallel.forEach(3, 2, _ -> {
            throw new IllegalStateException();
        }));
        assertThrows(OutOfMemoryError.class, () -> Parallel.forEach(3, 2, _ -> {
            throw new OutOfMemoryError();
        }));
    }
}
