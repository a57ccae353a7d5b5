package earshot.experiments.report;

import earshot.experiments.files.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/// A [Leaderboard] as people and programs read it.
public final class LeaderboardTable {
    /// What the columns say, below or above the table.
    public static final String LEGEND = "Mean accuracy over the folds with its 95% interval (Student's t over folds); the original post's "
            + "figure beside runs like it (ESC-50, five folds, its networks). McNemar's exact test compares each row with the best one on its "
            + "data set: clips that only the best recognised, clips that only this one did, and the probability of so unequal numbers if "
            + "both were equally good.";

    private final List<Leaderboard.Row> rows;
    private final TreeSet<Integer> folds = new TreeSet<>();

    public LeaderboardTable(Leaderboard leaderboard) {
        this.rows = leaderboard.rows();
        rows.forEach(row -> folds.addAll(row.folds().keySet()));
    }

    /// Names of the columns, then a row for each method; percent.
    public List<List<String>> cells() {
        var head = new ArrayList<>(List.of("method", "data", "mean %", "95% +-"));
        folds.forEach(fold -> head.add("fold " + fold));
        head.addAll(List.of("post %", "parameters", "pre-training", "training", "best only", "this only", "p", "run", "others"));
        var cells = new ArrayList<List<String>>(List.of(head));
        for (Leaderboard.Row row : rows) {
            var line = new ArrayList<>(
                    List.of(row.experiment(), row.dataset(), Percent.exact(row.mean()), percent(row.interval())));
            folds.forEach(fold -> line.add(percent(row.folds().get(fold))));
            McNemar test = row.besideBest();
            line.addAll(List.of(row.post() == null ? "-" : Percent.digits(row.post()), millions(row.parameters()),
                    row.pretrainingSeconds() == 0 ? "-" : Duration.words(row.pretrainingSeconds()),
                    Duration.words(row.wallSeconds() - row.pretrainingSeconds()),
                    test == null ? "-" : Integer.toString(test.onlyFirst()),
                    test == null ? "-" : Integer.toString(test.onlySecond()),
                    test == null ? "-" : probability(test.p()), row.run(),
                    Integer.toString(row.otherRuns())));
            cells.add(line);
        }
        return cells;
    }

    /// Aligned columns of plain text.
    public List<String> lines() {
        var table = new TextTable();
        cells().forEach(table::row);
        return table.lines();
    }

    /// A table of GitHub's Markdown.
    public List<String> markdown() {
        var lines = new ArrayList<String>();
        for (List<String> row : cells()) {
            lines.add("| " + String.join(" | ", row) + " |");
        }
        lines.add(1, "| --- |" + " ---: |".repeat(cells().getFirst().size() - 1));
        return lines;
    }

    /// Comma-separated values: accuracies as parts of one, times in seconds; empty where there is nothing.
    public List<String> csv() {
        var head = new ArrayList<>(List.of("method", "data", "mean", "interval"));
        folds.forEach(fold -> head.add("fold_" + fold));
        head.addAll(List.of("post", "parameters", "pretraining_seconds", "wall_seconds", "mcnemar_clips", "mcnemar_best_only",
                "mcnemar_this_only", "mcnemar_p", "run", "other_runs"));
        var lines = new ArrayList<>(List.of(Csv.line(head)));
        for (Leaderboard.Row row : rows) {
            McNemar test = row.besideBest();
            var values = new ArrayList<Object>();
            values.add(row.experiment());
            values.add(row.dataset());
            values.add(row.mean());
            values.add(row.interval());
            folds.forEach(fold -> values.add(row.folds().get(fold)));
            values.add(row.post());
            values.add(row.parameters());
            values.add(row.pretrainingSeconds());
            values.add(row.wallSeconds());
            values.add(test == null ? null : test.clips());
            values.add(test == null ? null : test.onlyFirst());
            values.add(test == null ? null : test.onlySecond());
            values.add(test == null ? null : test.p());
            values.add(row.run());
            values.add(row.otherRuns());
            lines.add(Csv.line(values.stream().map(value -> Objects.toString(value, "")).toList()));
        }
        return lines;
    }

    private static String percent(Double part) {
        return part == null ? "-" : Percent.exact(part);
    }

    /// None is 0.
    private static String probability(double p) {
        return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    private static String millions(long parameters) {
        return parameters < 1_000_000 ? Long.toString(parameters) : String.format(Locale.ROOT, "%.2fM", parameters / 1e6);
    }
}
