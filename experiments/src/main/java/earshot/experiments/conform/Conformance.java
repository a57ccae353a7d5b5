package earshot.experiments.conform;

import earshot.engine.conform.Check;
import earshot.engine.conform.Checkpoints;
import earshot.engine.conform.Family;
import earshot.engine.conform.Measure;
import earshot.engine.conform.Ops;
import earshot.engine.conform.Optim;
import earshot.engine.conform.Outcome;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/// This program against a folder of reference numbers. Whatever is missing or unknown has failed; nothing is skipped.
public final class Conformance {
    private static final String CASES = ".safetensors";
    /// In the order in which they build on each other.
    private static final List<Family> FAMILIES = List.of(Ops.family(), Optim.family(), Audio.family(), Models.family(),
            BeatsStages.family(), Trajectories.family(), new SoundFiles(), new Checkpoints());

    private Conformance() {
    }

    /// What came of a family.
    ///
    /// @param outcomes of all cases, in their order
    public record Report(String family, List<Outcome> outcomes) {

        /// Cases that passed.
        public long passed() {
            return outcomes.stream().filter(Outcome::passed).count();
        }

        /// Whether all did.
        public boolean allPassed() {
            return passed() == outcomes.size();
        }

        /// The case whose error is the largest share of what is allowed; null if no number was compared.
        public Outcome worst() {
            return outcomes.stream().filter(o -> o.worst() != null)
                    .max(Comparator.comparing(Outcome::worst, Comparator.comparingDouble(Measure::share))).orElse(null);
        }
    }

    /// Names of all families.
    public static List<String> families() {
        return FAMILIES.stream().map(Family::name).toList();
    }

    /// Runs families one after another.
    ///
    /// @param folder   of reference numbers
    /// @param names    of families; empty for all, and then files of cases that belong to none have failed too
    /// @param backend  what computes
    /// @param listener told of each family as it ends
    public static List<Report> run(Path folder, List<String> names, Backend backend, Consumer<Report> listener)
            throws IOException {
        List<Report> reports = new ArrayList<>();
        for (Family family : FAMILIES) {
            if (names.isEmpty() || names.contains(family.name())) {
                add(reports, run(folder, family, backend), listener);
            }
        }
        if (names.isEmpty()) {
            for (String unknown : unknown(folder)) {
                add(reports, new Report(unknown, List.of(Outcome.failed(unknown + CASES,
                        "expected one of the families " + families() + ", got " + unknown))), listener);
            }
        }
        return reports;
    }

    private static void add(List<Report> reports, Report report, Consumer<Report> listener) {
        listener.accept(report);
        reports.add(report);
    }

    private static Report run(Path folder, Family family, Backend backend) {
        try {
            List<Check> checks = family.checks(folder, backend);
            return checks.isEmpty()
                    ? new Report(family.name(), List.of(Outcome.failed(family.name(), "expected cases, got none")))
                    : new Report(family.name(), checks.stream().map(Check::run).toList());
        } catch (NoSuchFileException e) {
            return new Report(family.name(),
                    List.of(Outcome.failed(family.name(), "expected the file " + e.getFile() + ", got none")));
        } catch (IOException e) {
            return new Report(family.name(), List.of(
                    Outcome.failed(family.name(),
                            "expected to read its cases, got " + Objects.requireNonNullElse(e.getMessage(), e))));
        }
    }

    private static TreeSet<String> unknown(Path folder) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + CASES)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - CASES.length()));
            }
        }
        families().forEach(names::remove);
        return names;
    }
}
