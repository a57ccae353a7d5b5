package earshot.experiments.report;

import java.util.ArrayList;
import java.util.List;

/// Rows of words as aligned columns of plain text: the first column to the left, all others to the right, two blanks between them.
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row.
    public TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// One line per row, without blanks at the end.
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            String blanks = " ".repeat(widths[c] - row.get(c).length());
            line.append(c == 0 ? row.get(c) + blanks : "  " + blanks + row.get(c));
        }
        return line.toString().stripTrailing();
    }
}
