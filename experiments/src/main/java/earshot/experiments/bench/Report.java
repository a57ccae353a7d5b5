package earshot.experiments.bench;

import earshot.kernels.Backend;
import earshot.kernels.simd.Workers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a bench found.
///
/// @param bench        its name
/// @param device       what computed
/// @param threads      on how many threads
/// @param sizes        of the work
/// @param seconds      that each row was measured for, at least
/// @param startSeconds from the start of the Java machine to the end of the very first run
/// @param poolBytes    most bytes that the backend's pool held, in use or waiting
/// @param residentPeak most bytes of the process that were in memory, before peak and bandwidth were measured; 0 if the system does not tell
/// @param fmaPeak      operations per second that the machine reached on registers, a multiply-add as two
/// @param copyPeak     bytes per second that it copied, read and written counted
/// @param lines        one per row
public record Report(String bench, String device, int threads, Sizes sizes, double seconds, double startSeconds, long poolBytes,
        long residentPeak,
        double fmaPeak, double copyPeak, List<Line> lines) {

    /// What one row took.
    ///
    /// @param name            of the row
    /// @param first           seconds from nothing to the end of its first run
    /// @param stepsToFullRate number of the first run within 10% of the median
    /// @param median          seconds of a run; so are `min` and `max`
    /// @param repeats         runs measured
    /// @param clipsPerSecond  at the median; 0 if there are no clips
    /// @param opsPerSecond    nominal operations at the median; 0 if none are counted
    /// @param bytesPerSecond  least traffic at the median; 0 if it is not counted
    public record Line(String name, double first, int stepsToFullRate, double median, double min, double max, int repeats,
            double clipsPerSecond, double opsPerSecond, double bytesPerSecond) {
    }

    /// Measures all rows of a bench, then the machine itself.
    ///
    /// @param seconds to measure each row for
    /// @param done    told of every row that is finished
    public static Report of(Benches bench, Backend backend, int threads, Sizes sizes, double seconds, Consumer<Line> done) {
        List<Line> lines = new ArrayList<>();
        double start = 0;
        long poolBytes = 0;
        long resident = 0;
        for (Row row : bench.rows(backend, threads, sizes)) {
            long begun = System.nanoTime();
            double before = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            try (Work work = row.open().get()) {
                Measurement m = Measurement.of(work, seconds, begun, () -> now(backend));
                start = lines.isEmpty() ? before + m.first() : start;
                poolBytes = Math.max(poolBytes, backend.memory().bytesHeld());
                resident = ProcessMemory.peakBytes();
                lines.add(new Line(row.name(), m.first(), m.stepsToFullRate(), m.median(), m.min(), m.max(), m.repeats(),
                        row.clips() / m.median(), work.operations() / m.median(), work.bytes() / m.median()));
            }
            done.accept(lines.getLast());
        }
        var workers = new Workers(threads);
        return new Report(bench.word(), backend.description(), threads, sizes, seconds, start, poolBytes, resident,
                new FmaPeak(workers).measure(), new CopyBandwidth(workers).measure(), List.copyOf(lines));
    }

    /// The time when the device has done what it was asked for.
    private static long now(Backend backend) {
        backend.memory().finish();
        return System.nanoTime();
    }
}
