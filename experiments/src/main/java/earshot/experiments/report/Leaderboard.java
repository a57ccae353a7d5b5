package earshot.experiments.report;

import earshot.experiments.ExperimentException;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The table of all experiments: the newest finished run of each, and the figure that the original post reports.
///
/// @param rows best mean first
public record Leaderboard(List<Row> rows) {
    /// Percent that the post reports on ESC-50, five folds.
    private static final Map<String, Double> POST = Map.of("resnet34", 80.5, "resnet34 + TTA", 83.5);

    public Leaderboard {
        rows = List.copyOf(rows);
    }

    /// One experiment; averaging over augmented views (TTA) makes a row of its own.
    ///
    /// @param experiment  name, followed by ` + TTA` for the averaged figure
    /// @param run         id of the run shown
    /// @param dataset     name of the data set
    /// @param mean        mean accuracy over the folds, part of one
    /// @param interval    half width of its 95% interval (Student's t over folds); null for a single fold
    /// @param folds       accuracy of every fold, by its number
    /// @param parameters  learned values of the network
    /// @param wallSeconds time that the run took
    /// @param post        what the post reports, part of one; null if it does not
    /// @param otherRuns   runs of the same experiment that are not shown, finished or not
    public record Row(String experiment, String run, String dataset, double mean, Double interval, Map<Integer, Double> folds,
            long parameters,
            double wallSeconds, Double post, int otherRuns) {
    }

    /// Reads the summaries of all runs below a folder.
    ///
    /// @param out the folder of all runs
    /// @throws ExperimentException if there is no such folder, no finished run in it, or a summary that cannot be understood
    public static Leaderboard read(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            throw new ExperimentException(
                    out + ": no such folder; train something first (earshot run --help) or name the folder of runs with --out");
        }
        var newest = new LinkedHashMap<String, RunFolder>();
        var counts = new LinkedHashMap<String, Integer>();
        for (RunFolder run : RunFolder.all(out)) {
            counts.merge(run.experiment(), 1, Integer::sum);
            if (run.finished()) {
                newest.put(run.experiment(), run);
            }
        }
        if (newest.isEmpty()) {
            int begun = counts.values().stream().mapToInt(Integer::intValue).sum();
            throw new ExperimentException(
                    out + ": no finished run (" + begun + " unfinished); go on with one by --resume or train something first");
        }
        var rows = new ArrayList<Row>();
        for (RunFolder run : newest.values()) {
            addRows(rows, run, counts.get(run.experiment()) - 1);
        }
        rows.sort((a, b) -> Double.compare(b.mean(), a.mean()));
        return new Leaderboard(rows);
    }

    private static void addRows(List<Row> rows, RunFolder run, int others) throws IOException {
        Summary summary = run.readSummary();
        var plain = new LinkedHashMap<Integer, Double>();
        var tta = new LinkedHashMap<Integer, Double>();
        for (Summary.Fold fold : summary.folds()) {
            plain.put(fold.fold(), fold.accuracy());
            tta.put(fold.fold(), fold.ttaAccuracy());
        }
        double seconds = run.wallSeconds();
        if (summary.mean() != null) {
            rows.add(new Row(run.experiment(), run.id(), summary.dataset(), summary.mean(), summary.interval(), plain,
                    summary.parameters(), seconds,
                    post(run.experiment()), others));
        }
        if (summary.ttaMean() != null) {
            String name = run.experiment() + " + TTA";
            rows.add(new Row(name, run.id(), summary.dataset(), summary.ttaMean(), summary.ttaInterval(), tta,
                    summary.parameters(), seconds, post(name),
                    others));
        }
    }

    private static Double post(String name) {
        return POST.containsKey(name) ? POST.get(name) / 100 : null;
    }

    /// The table as plain text, percent.
    public List<String> lines() {
        var folds = new TreeSet<Integer>();
        rows.forEach(row -> folds.addAll(row.folds().keySet()));
        var head = new ArrayList<>(List.of("experiment", "data", "mean", "95%"));
        folds.forEach(fold -> head.add("fold " + fold));
        head.addAll(List.of("parameters", "time", "post", "run", "others"));
        var table = new TextTable().row(head);
        for (Row row : rows) {
            var cells = new ArrayList<>(List.of(row.experiment(), row.dataset(), Percent.exact(row.mean()),
                    row.interval() == null ? "-" : "+-" + Percent.exact(row.interval())));
            folds.forEach(fold -> cells.add(row.folds().containsKey(fold) ? Percent.exact(row.folds().get(fold)) : "-"));
            cells.addAll(List.of(millions(row.parameters()), Duration.words(row.wallSeconds()),
                    row.post() == null ? "-" : Percent.of(row.post()), row.run(),
                    Integer.toString(row.otherRuns())));
            table.row(cells);
        }
        return table.lines();
    }

    private static String millions(long parameters) {
        return parameters < 1_000_000
                ? Long.toString(parameters)
                : String.format(java.util.Locale.ROOT, "%.2fM", parameters / 1e6);
    }
}
