package earshot.experiments.cli;

import earshot.experiments.UsageException;
import earshot.experiments.bench.Benches;
import earshot.experiments.bench.Report;
import earshot.experiments.bench.Sizes;
import earshot.experiments.files.Json;
import earshot.experiments.report.TextTable;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot bench`: how fast the real kernels, layers and training steps are here, and how fast that is for this machine.
@Command(name = "bench", sortOptions = false, description = {
        "Measure how fast something runs: real modules on real batches, the warm-up timed apart.",
        "The machine's own peak of fused multiply-adds and its copy bandwidth are measured in the same run."})
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    /// For the help: the names there are.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Benches.values()).map(Benches::word).iterator();
        }
    }

    @Parameters(paramLabel = "NAME", completionCandidates = Names.class, description = "${COMPLETION-CANDIDATES}.")
    private String name;

    @Option(names = "--batch", paramLabel = "B", description = "Clips of a step; sequences of BEATs for gemm.")
    private Integer batch;

    @Option(names = "--height", paramLabel = "H", description = "Rows of a picture.")
    private Integer height;

    @Option(names = "--width", paramLabel = "W", description = "Columns of a picture; steps of a sequence.")
    private Integer width;

    @Option(names = "--seconds", paramLabel = "S", description = "Time to measure each row for, after half as much of warm-up.")
    private Double seconds;

    @Option(names = "--json", description = "Print JSON: seconds, bytes, operations per second.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Benches bench = bench();
        Sizes sizes = bench.sizes(batch, height, width);
        double time = seconds == null ? bench.seconds() : seconds;
        if (!(time > 0) || time > 3600) {
            throw new UsageException("--seconds: expected more than 0 and at most 3600, got " + time);
        }
        Backend backend = compute.backend();
        Consumer<Report.Line> done = line -> {
            if (terminal.live()) {
                terminal.note(line.name() + "  " + milliseconds(line.median()) + " ms");
            }
        };
        Report report = Report.of(bench, backend, compute.threads(), sizes, time, done);
        if (json) {
            terminal.out().print(Json.pretty(report));
        } else {
            print(report);
        }
        return 0;
    }

    private Benches bench() {
        return Arrays.stream(Benches.values()).filter(b -> b.word().equals(name)).findFirst()
                .orElseThrow(() -> new UsageException("bench: there is no '" + name + "'; the names are "
                        + String.join(", ", new Names())));
    }

    private void print(Report report) {
        var table = new TextTable()
                .row(List.of(report.bench(), "median ms", "min", "max", "runs", "clips/s", "GFLOP/s", "of peak",
                        "GB/s", "of copy", "first s", "full rate at run"));
        for (Report.Line line : report.lines()) {
            List<String> cells = new ArrayList<>(List.of(line.name(), milliseconds(line.median()), milliseconds(line.min()),
                    milliseconds(line.max()), Integer.toString(line.repeats())));
            cells.add(number(line.clipsPerSecond(), 1));
            cells.add(number(line.opsPerSecond(), 1e9));
            cells.add(percent(line.opsPerSecond(), report.fmaPeak()));
            cells.add(number(line.bytesPerSecond(), 1e9));
            cells.add(percent(line.bytesPerSecond(), report.copyPeak()));
            cells.add(format("%.2f", line.first()));
            cells.add(Integer.toString(line.stepsToFullRate()));
            table.row(cells);
        }
        table.lines().forEach(terminal::println);
        terminal.println("");
        terminal.println("device   " + report.device());
        terminal.println("machine  " + format("%.0f GFLOP/s of fused multiply-adds, %.1f GB/s copied", report.fmaPeak() / 1e9,
                report.copyPeak() / 1e9));
        terminal.println("memory   " + format("pool %.0f MiB at most", report.poolBytes() / (double) (1 << 20))
                + (report.residentPeak() == 0 ? "" : format(", process %.0f MiB", report.residentPeak() / (double) (1 << 20))));
        terminal.println(
                "start    " + format("first run done %.1f s after the start of the Java machine", report.startSeconds()));
    }

    private static String milliseconds(double seconds) {
        double ms = seconds * 1e3;
        return format(ms < 10 ? "%.3f" : ms < 100 ? "%.2f" : "%.1f", ms);
    }

    private static String number(double value, double unit) {
        double v = value / unit;
        return value == 0 ? "-" : format(v < 10 ? "%.2f" : v < 100 ? "%.1f" : "%.0f", v);
    }

    private static String percent(double value, double whole) {
        return value == 0 ? "-" : format("%.0f%%", 100 * value / whole);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
