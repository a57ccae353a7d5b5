package earshot.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    private long now;

    /// Work whose runs take the given seconds, the last of them again and again.
    private final class Timed implements Work {
        private final double[] seconds;
        private int runs;

        Timed(double... seconds) {
            this.seconds = seconds;
        }

        @Override
        public void run() {
            now += (long) (seconds[Math.min(runs++, seconds.length - 1)] * 1e9);
        }

        @Override
        public double operations() {
            return 0;
        }

        @Override
        public double bytes() {
            return 0;
        }

        @Override
        public void close() {
        }
    }

    private Measurement measure(double seconds, double... runs) {
        now = 5_000_000_000L;
        return Measurement.of(new Timed(runs), seconds, 3_000_000_000L, () -> now);
    }

    @Test
    void warmUpIsKeptApart() {
        Measurement m = measure(1, 4, 3, 2, 1.05, 1, 1);
        assertEquals(6, m.first(), 1e-9, "two seconds of preparation and four of the first run");
        assertEquals(4, m.stepsToFullRate());
        assertEquals(1, m.max(), 1e-9, "no run of the warm-up");
        assertEquals(5, m.repeats());
    }

    @Test
    void everyRunCounts() {
        // Five of warm-up, then five that are measured.
        Measurement m = measure(1e-9, 9, 9, 9, 9, 9, 3, 1, 2, 8, 5);
        assertEquals(3, m.median(), 1e-9);
        assertEquals(1, m.min(), 1e-9);
        assertEquals(8, m.max(), 1e-9);
        assertEquals(6, m.stepsToFullRate(), "the first within a tenth of the median");
    }

    @Test
    void shortRunsFillTheTime() {
        Measurement m = measure(2, 0.01);
        assertEquals(200, m.repeats());
        assertEquals(1, m.stepsToFullRate());
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTwo() {
        assertEquals(2.5, Measurement.median(new double[]{1, 2, 3, 4}));
    }
}
