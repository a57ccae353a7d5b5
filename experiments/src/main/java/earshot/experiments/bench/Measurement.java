package earshot.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// How long the runs of one work took. The warm-up, in which the Java machine compiles the kernels and the pool fills, is timed too but
/// kept apart.
///
/// @param first           seconds from the beginning, work not yet made ready, to the end of the first run
/// @param stepsToFullRate number of the first run within 10% of the median, counted from 1 over warm-up and measurement
/// @param median          seconds of a run; so are `min` and `max`. No run is left out
/// @param repeats         number of runs measured
record Measurement(double first, int stepsToFullRate, double median, double min, double max, int repeats) {
    private static final int FEWEST = 5;
    private static final double FULL_RATE = 1.1;

    /// Runs the work for half of `seconds` to warm up, then for `seconds`; in both parts at least five times.
    ///
    /// @param begun when the work began to be made ready, by the same clock
    /// @param clock nanoseconds
    static Measurement of(Work work, double seconds, long begun, LongSupplier clock) {
        List<Double> warm = new ArrayList<>();
        long start = clock.getAsLong();
        work.run();
        double first = (clock.getAsLong() - begun) / 1e9;
        warm.add((clock.getAsLong() - start) / 1e9);
        warm.addAll(repeat(work, seconds / 2, FEWEST - 1, clock));
        List<Double> measured = repeat(work, seconds, FEWEST, clock);
        double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = median(sorted);
        warm.addAll(measured);
        int step = 1;
        while (warm.get(step - 1) > FULL_RATE * median) {
            step++;
        }
        return new Measurement(first, step, median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    private static List<Double> repeat(Work work, double seconds, int fewest, LongSupplier clock) {
        List<Double> times = new ArrayList<>();
        long begun = clock.getAsLong();
        long last = begun;
        while (times.size() < fewest || last - begun < seconds * 1e9) {
            work.run();
            long now = clock.getAsLong();
            times.add((now - last) / 1e9);
            last = now;
        }
        return times;
    }

    /// The middle of sorted numbers, of an even number the mean of the two.
    static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
