package earshot.experiments.report;

import java.util.ArrayList;
import java.util.List;

/// Which classes were taken for which: rows are the true classes, columns what was said, numbered like the rows.
public final class ConfusionTable {
    private final List<String> classes;
    private final int[][] counts;

    /// @param classes names, in the order of the labels
    public ConfusionTable(List<String> classes) {
        this.classes = List.copyOf(classes);
        this.counts = new int[classes.size()][classes.size()];
    }

    /// Counts one clip.
    ///
    /// @param truth     its label
    /// @param predicted the label said
    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /// How often the first class was taken for the second.
    public int count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /// Part of all clips that was recognised; NaN if none was counted.
    public double accuracy() {
        long right = 0;
        long all = 0;
        for (int truth = 0; truth < counts.length; truth++) {
            right += counts[truth][truth];
            all += sum(counts[truth]);
        }
        return (double) right / all;
    }

    /// The table as plain text: a line of column numbers, then per class its number, name, counts (a dot for none) and the part recognised.
    public List<String> lines() {
        var table = new TextTable();
        var head = new ArrayList<>(List.of("true class"));
        for (int c = 0; c < classes.size(); c++) {
            head.add(Integer.toString(c + 1));
        }
        head.add("recall %");
        table.row(head);
        int digits = Integer.toString(classes.size()).length();
        for (int truth = 0; truth < classes.size(); truth++) {
            var row = new ArrayList<>(List.of(String.format("%" + digits + "d %s", truth + 1, classes.get(truth))));
            for (int count : counts[truth]) {
                row.add(count == 0 ? "." : Integer.toString(count));
            }
            int all = sum(counts[truth]);
            row.add(all == 0 ? "-" : Percent.digits((double) counts[truth][truth] / all));
            table.row(row);
        }
        return table.lines();
    }

    private static int sum(int[] row) {
        int sum = 0;
        for (int count : row) {
            sum += count;
        }
        return sum;
    }
}
