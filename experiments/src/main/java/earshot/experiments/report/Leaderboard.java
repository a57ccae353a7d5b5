package earshot.experiments.report;

import earshot.experiments.ExperimentException;
import earshot.experiments.runs.Prediction;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.weights.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// The table of all experiments: the newest finished run of each on each data set, and beside those that may be compared with it the
/// figure that the original post reports.
///
/// @param rows best mean first
public record Leaderboard(List<Row> rows) {
    public Leaderboard {
        rows = List.copyOf(rows);
    }

    /// One experiment; averaging over augmented views (TTA) makes a row of its own.
    ///
    /// @param experiment         name, followed by ` + TTA` for the averaged figure, and by ` (random weights)` where the experiment is
    ///                           one of weights learned elsewhere but its own are no public ones
    /// @param run                id of the run shown
    /// @param dataset            name of the data set
    /// @param mean               mean accuracy over the folds, part of one
    /// @param interval           half width of its 95% interval (Student's t over folds); null for a single fold
    /// @param folds              accuracy of every fold, by its number
    /// @param post               what the post reports, part of one; null if it does not, or on other data, folds or networks
    /// @param parameters         learned values of the network
    /// @param pretrainingSeconds time that the run took before its supervised training
    /// @param wallSeconds        time that the run took, all in all
    /// @param besideBest         the best row on this data set (first) and this one (second), clip by clip; null for the best itself, and
    ///                           where they share no clip
    /// @param otherRuns          runs of the same experiment that are not shown, finished or not, on any data set
    public record Row(String experiment, String run, String dataset, double mean, Double interval, Map<Integer, Double> folds,
            Double post, long parameters, double pretrainingSeconds, double wallSeconds, McNemar besideBest, int otherRuns) {
    }

    /// A row whose comparison has yet to be made, and what it is made with.
    private record Entry(Row row, List<McNemar.Verdict> verdicts) {

        Row beside(Entry best) {
            McNemar test = best == this ? null : McNemar.of(best.verdicts, verdicts);
            return new Row(row.experiment, row.run, row.dataset, row.mean, row.interval, row.folds, row.post, row.parameters,
                    row.pretrainingSeconds, row.wallSeconds, test, row.otherRuns);
        }
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
        // A try with random weights is no newer run of the same thing.
        var newest = new LinkedHashMap<List<Object>, RunFolder>();
        var counts = new LinkedHashMap<String, Integer>();
        for (RunFolder run : RunFolder.all(out)) {
            counts.merge(run.experiment(), 1, Integer::sum);
            if (run.finished()) {
                Summary summary = run.readSummary();
                newest.put(List.of(run.experiment(), summary.dataset(), Origin.mayBeRandom(summary.weights())), run);
            }
        }
        if (newest.isEmpty()) {
            int begun = counts.values().stream().mapToInt(Integer::intValue).sum();
            throw new ExperimentException(
                    out + ": no finished run (" + begun + " unfinished); go on with one by --resume or train something first");
        }
        var entries = new ArrayList<Entry>();
        newest.values().forEach(run -> counts.merge(run.experiment(), -1, Integer::sum));
        for (RunFolder run : newest.values()) {
            addEntries(entries, run, counts.get(run.experiment()));
        }
        entries.sort((a, b) -> Double.compare(b.row.mean, a.row.mean));
        var best = new LinkedHashMap<String, Entry>();
        entries.forEach(entry -> best.putIfAbsent(entry.row.dataset, entry));
        return new Leaderboard(entries.stream().map(entry -> entry.beside(best.get(entry.row.dataset))).toList());
    }

    private static void addEntries(List<Entry> entries, RunFolder run, int others) throws IOException {
        Summary summary = run.readSummary();
        var plain = new LinkedHashMap<Integer, Double>();
        var tta = new LinkedHashMap<Integer, Double>();
        for (Summary.Fold fold : summary.folds()) {
            plain.put(fold.fold(), fold.accuracy());
            tta.put(fold.fold(), fold.ttaAccuracy());
        }
        Post post = Post.beside(summary);
        String mark = Origin.mayBeRandom(summary.weights()) ? " (random weights)" : "";
        // A run without its predictions still has its figures.
        List<Prediction> predictions = Files.exists(run.predictions()) ? run.readPredictions(summary.classes()) : List.of();
        if (summary.mean() != null) {
            entries.add(new Entry(
                    new Row(run.experiment() + mark, run.id(), summary.dataset(), summary.mean(), summary.interval(), plain,
                            post == null ? null : post.plain(), summary.parameters(), run.pretrainingSeconds(), run.wallSeconds(),
                            null, others),
                    verdicts(predictions, Prediction::predicted)));
        }
        if (summary.ttaMean() != null) {
            entries.add(new Entry(
                    new Row(run.experiment() + " + TTA" + mark, run.id(), summary.dataset(), summary.ttaMean(),
                            summary.ttaInterval(),
                            tta,
                            post == null ? null : post.averaged(), summary.parameters(), run.pretrainingSeconds(),
                            run.wallSeconds(), null, others),
                    verdicts(predictions, Prediction::ttaPredicted)));
        }
    }

    private static List<McNemar.Verdict> verdicts(List<Prediction> predictions, ToIntFunction<Prediction> said) {
        return predictions.stream().map(p -> new McNemar.Verdict(p.file(), said.applyAsInt(p) == p.label())).toList();
    }
}
