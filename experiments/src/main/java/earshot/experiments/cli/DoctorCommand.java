package earshot.experiments.cli;

import earshot.experiments.files.Json;
import earshot.experiments.runs.Environment;
import earshot.experiments.weights.WeightsFolder;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot doctor`: what this machine offers, and why something is missing.
@Command(name = "doctor", sortOptions = false, description = "Show what this machine offers: JDK, cores, vector width, heap, backends and why one is absent, fetched weights.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WeightsFolder weights;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DoctorCommand(Terminal terminal, WeightsFolder weights) {
        this.terminal = terminal;
        this.weights = weights;
    }

    /// One thing looked at.
    ///
    /// @param name    what, e.g. `backend cpu`
    /// @param present whether it can be used
    /// @param detail  what it is; if absent, why, and what would bring it
    record Finding(String name, boolean present, String detail) {
    }

    @Override
    public Integer call() {
        List<Finding> findings = findings();
        if (json) {
            terminal.out().print(Json.pretty(findings));
            return 0;
        }
        int width = findings.stream().mapToInt(finding -> finding.name().length()).max().orElse(0);
        for (Finding finding : findings) {
            String mark = finding.present() ? terminal.green("ok    ") : terminal.red("absent");
            terminal.println(
                    mark + "  " + finding.name() + " ".repeat(width - finding.name().length()) + "  " + finding.detail());
        }
        return 0;
    }

    private List<Finding> findings() {
        Environment here = Environment.current(null);
        boolean vectors = here.vectorBits() >= 128;
        var findings = new ArrayList<Finding>();
        findings.add(new Finding("JDK", true, here.jdk() + " (" + here.jdkVendor() + ")"));
        findings.add(
                new Finding("processor", true, here.cores() + (here.cores() == 1 ? " core, " : " cores, ") + here.processor()));
        findings.add(new Finding("vectors", vectors, here.vectorBits() + " bits, " + here.vectorBits() / 32 + " floats"
                + (vectors ? "" : "; the processor has no vector unit that the Java machine knows, training will be very slow")));
        findings.add(
                new Finding("heap", true, here.heapMiB() + " MiB at most; set another limit with e.g. EARSHOT_JAVA_OPTS=-Xmx8g"));
        Backends.list()
                .forEach(
                        backend -> findings.add(new Finding("backend " + backend.name(), backend.available(), backend.reason())));
        weights.fetched()
                .forEach(w -> findings.add(new Finding("weights " + w.name(), true, w.licence() + "; " + weights.place(w))));
        if (weights.fetched().isEmpty()) {
            findings.add(new Finding("weights", false, "none fetched; earshot weights list shows which there are"));
        }
        return findings;
    }
}
