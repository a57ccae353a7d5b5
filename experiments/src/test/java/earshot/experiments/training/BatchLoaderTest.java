package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

    private static Batches.Batch batch(int number) {
        return new Batches.Batch(new float[]{number}, new int[]{number}, new int[]{number}, 1);
    }

    /// Batches that take longer than those behind them still come first.
    @Property(tries = 25)
    void batchesComeInOrder(@ForAll @IntRange(max = 25) int count, @ForAll @IntRange(min = 1, max = 4) int threads) {
        AtomicInteger ahead = new AtomicInteger();
        try (var loader = new BatchLoader<>(number -> {
            pause(number % 3 == 0 ? 3 : 0);
            ahead.accumulateAndGet(number, Math::max);
            return batch(number);
        }, count, threads)) {
            for (int i = 0; i < count; i++) {
                assertEquals(i, loader.next().first()[0]);
                assertTrue(ahead.get() <= i + 4 + threads, "prepared up to " + ahead.get() + " while " + i + " was taken");
            }
        }
    }

    @Test
    void failuresArriveWhereTheBatchWouldHave() {
        try (var loader = new BatchLoader<>(number -> {
            if (number == 1) {
                throw new IllegalArgumentException("no such batch");
            }
            return batch(number);
        }, 3, 2)) {
            assertEquals(0, loader.next().first()[0]);
            assertThrows(IllegalArgumentException.class, loader::next);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
