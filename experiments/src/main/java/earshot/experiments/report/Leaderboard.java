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

/// The table of all experiments: the newest finished run of each on each data set, and beside those that may be compared with it the
/// figure that the original post reports.
///
/// @param rows best mean first
public record Leaderboard(List<Row> rows) {
    /// What the post reports on ESC-50: 50 classes, five folds, a network of the standard size.
    ///
    /// @param plain      mean accuracy
    /// @param averaged   the same, averaged over augmented views
    /// @param parameters learned values of the network
    private record Post(double plain, double averaged, long parameters) {
        static final int CLASSES = 50;
        static final int FOLDS = 5;
        static final Map<String, Post> FIGURES = Map.of("resnet34", new Post(0.805, 0.835, 21_304_050));

        /// The figure to set beside a run; null if there is none, or the run did something else.
        static Post beside(Summary run) {
            Post post = FIGURES.get(run.experiment());
            return post != null && run.classes().size() == CLASSES && run.folds().size() == FOLDS
                    && run.parameters() == post.parameters ? post : null;
        }
    }

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
    /// @param post        what the post reports, part of one; null if it does not, or on other data, folds or networks
    /// @param otherRuns   runs of the same experiment that are not shown, finished or not, on any data set
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
        var newest = new LinkedHashMap<List<String>, RunFolder>();
        var counts = new LinkedHashMap<String, Integer>();
        for (RunFolder run : RunFolder.all(out)) {
            counts.merge(run.experiment(), 1, Integer::sum);
            if (run.finished()) {
                newest.put(List.of(run.experiment(), run.readSummary().dataset()), run);
            }
        }
        if (newest.isEmpty()) {
            int begun = counts.values().stream().mapToInt(Integer::intValue).sum();
            throw new ExperimentException(
                    out + ": no finished run (" + begun + " unfinished); go on with one by --resume or train something first");
        }
        var rows = new ArrayList<Row>();
        newest.values().forEach(run -> counts.merge(run.experiment(), -1, Integer::sum));
        for (RunFolder run : newest.values()) {
            addRows(rows, run, counts.get(run.experiment()));
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
        Post post = Post.beside(summary);
        if (summary.mean() != null) {
            rows.add(new Row(run.experiment(), run.id(), summary.dataset(), summary.mean(), summary.interval(), plain,
                    summary.parameters(), seconds, post == null ? null : post.plain, others));
        }
        if (summary.ttaMean() != null) {
            rows.add(new Row(run.experiment() + " + TTA", run.id(), summary.dataset(), summary.ttaMean(), summary.ttaInterval(),
                    tta,
                    summary.parameters(), seconds, post == null ? null : post.averaged, others));
        }
    }

    /// The table as plain text, percent.
    public List<String> lines() {
        var folds = new TreeSet<Integer>();
        rows.forEach(row -> folds.addAll(row.folds().keySet()));
        var head = new ArrayList<>(List.of("experiment", "data", "mean %", "95% +-"));
        folds.forEach(fold -> head.add("fold " + fold));
        head.addAll(List.of("parameters", "time", "post %", "run", "others"));
        var table = new TextTable().row(head);
        for (Row row : rows) {
            var cells = new ArrayList<>(List.of(row.experiment(), row.dataset(), Percent.exact(row.mean()),
                    row.interval() == null ? "-" : Percent.exact(row.interval())));
            folds.forEach(fold -> cells.add(row.folds().containsKey(fold) ? Percent.exact(row.folds().get(fold)) : "-"));
            cells.addAll(List.of(millions(row.parameters()), Duration.words(row.wallSeconds()),
                    row.post() == null ? "-" : Percent.digits(row.post()), row.run(),
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
