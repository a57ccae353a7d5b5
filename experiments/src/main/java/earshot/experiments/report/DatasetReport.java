package earshot.experiments.report;

import earshot.experiments.data.DatasetCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A checked data set as plain text: counts per class and fold, rates, lengths, and everything that is wrong.
public final class DatasetReport {
    private DatasetReport() {
    }

    /// The report, line by line.
    public static List<String> lines(DatasetCheck check) {
        var lines = new ArrayList<String>();
        lines.addAll(counts(check));
        lines.add("");
        lines.add("rates     " + tally(check.rates(), "Hz"));
        lines.add("channels  " + tally(check.channels(), ""));
        lines.add("lengths   " + (check.shortest() == null
                ? "-"
                : String.format(Locale.ROOT, "%.3f to %.3f s", check.shortest(), check.longest())));
        check.unreadable().forEach(trouble -> lines.add("unreadable  " + trouble));
        check.absent().forEach(file -> lines.add("absent  " + file + ": listed in meta/esc50.csv but not there"));
        check.leaks().forEach(leak -> lines.add("leak  recording " + leak.source() + " stands in the folds " + leak.folds() + ": "
                + String.join(", ", leak.files())));
        return lines;
    }

    private static List<String> counts(DatasetCheck check) {
        var folds = new TreeSet<Integer>();
        check.counts().values().forEach(row -> folds.addAll(row.keySet()));
        var head = new ArrayList<>(List.of(check.name()));
        folds.forEach(fold -> head.add("fold " + fold));
        head.add("all");
        var table = new TextTable().row(head);
        check.counts().forEach((category, row) -> table.row(cells(category, folds, row)));
        var sums = folds.stream()
                .collect(Collectors.toMap(fold -> fold,
                        fold -> check.counts().values().stream().mapToInt(row -> row.getOrDefault(fold, 0)).sum()));
        return table.row(cells("all", folds, sums)).lines();
    }

    private static List<String> cells(String name, TreeSet<Integer> folds, Map<Integer, Integer> row) {
        var cells = new ArrayList<>(List.of(name));
        folds.forEach(fold -> cells.add(row.containsKey(fold) ? row.get(fold).toString() : "."));
        cells.add(Integer.toString(row.values().stream().mapToInt(Integer::intValue).sum()));
        return cells;
    }

    private static String tally(Map<Integer, Integer> tally, String unit) {
        return tally.isEmpty()
                ? "-"
                : tally.entrySet().stream()
                        .map(entry -> (entry.getKey() + " " + unit).strip() + " (" + entry.getValue() + " clips)")
                        .collect(Collectors.joining(", "));
    }
}
