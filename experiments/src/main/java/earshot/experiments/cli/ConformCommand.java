package earshot.experiments.cli;

import earshot.engine.conform.Outcome;
import earshot.engine.files.MalformedFileException;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.conform.Conformance;
import earshot.experiments.files.Json;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot conform`: this program, on this machine, against reference numbers of others.
@Command(name = "conform", sortOptions = false, description = {
        "Compare this program with a folder of reference numbers (src/golden/README.md says of what format): cases passed of all and worst error of each family, and every case that failed.",
        "What is missing or unknown has failed. Exit code 1 if any case has."})
final class ConformCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of reference numbers.")
    private Path folder;

    @Option(names = "--family", paramLabel = "NAME", split = ",", description = "ops, optim, audio, models, beats, trajectory, files or checkpoints; all unless given.")
    private List<String> families = List.of();

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ConformCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param families what came of each, by name
    record Answer(Map<String, Summary> families) {
    }

    /// @param worst  the case whose error is the largest share of what is allowed: its name, the error, what is allowed and where;
    ///     null if no number was compared
    /// @param failed cases that did not pass, with what was expected and got
    record Summary(int cases, long passed, Map<String, Object> worst, Map<String, List<String>> failed) {

        static Summary of(Conformance.Report report) {
            Map<String, List<String>> failed = new LinkedHashMap<>();
            report.outcomes().stream().filter(o -> !o.passed()).forEach(o -> failed.put(o.name(), o.failures()));
            return new Summary(report.outcomes().size(), report.passed(), worst(report.worst()), failed);
        }

        private static Map<String, Object> worst(Outcome worst) {
            if (worst == null) {
                return null;
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("case", worst.name());
            // JSON has no number for what is infinite.
            all.put("error", Double.isFinite(worst.worst().error()) ? worst.worst().error() : null);
            all.put("tolerance", worst.worst().allowed());
            all.put("where", worst.worst().where());
            return all;
        }
    }

    @Override
    public Integer call() throws IOException {
        for (String family : families) {
            if (!Conformance.families().contains(family)) {
                throw new UsageException("--family: expected one of " + Conformance.families() + ", got " + family);
            }
        }
        if (!Files.isDirectory(folder)) {
            throw new ExperimentException(folder + ": no such folder; name one of reference numbers");
        }
        Backend backend = compute.backend();
        List<Conformance.Report> reports = Conformance.run(folder, families, backend, json ? _ -> {
        } : this::print);
        if (json) {
            Map<String, Summary> all = new LinkedHashMap<>();
            reports.forEach(report -> all.put(report.family(), Summary.of(report)));
            terminal.out().print(Json.pretty(new Answer(all)));
        }
        return reports.stream().allMatch(Conformance.Report::allPassed) ? 0 : 1;
    }

    private void print(Conformance.Report report) {
        String counts = report.passed() + " of " + report.outcomes().size();
        Outcome worst = report.worst();
        terminal.println(String.format(Locale.ROOT, "%-12s %s  %s", report.family(),
                report.allPassed() ? terminal.green(String.format("%10s", counts)) : terminal.red(String.format("%10s", counts)),
                worst == null
                        ? ""
                        : String.format(Locale.ROOT, "worst error %.2g of %.2g allowed: %s, %s", worst.worst().error(),
                                worst.worst().allowed(), worst.name(), worst.worst().where()))
                .stripTrailing());
        for (Outcome outcome : report.outcomes()) {
            if (!outcome.passed()) {
                terminal.println("  " + terminal.red("failed") + "  " + MalformedFileException.oneLine(outcome.toString()));
            }
        }
    }
}
