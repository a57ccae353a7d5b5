package earshot.experiments.cli;

import java.util.Comparator;
import java.util.List;

/// The names that somebody may have meant.
final class Nearest {
    private static final int SHOWN = 3;

    private Nearest() {
    }

    /// A few names, the most similar first.
    static List<String> of(String typed, List<String> names) {
        return names.stream().sorted(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(name -> name))
                .limit(SHOWN).toList();
    }

    /// Letters to insert, delete or replace until one word is the other (Levenshtein, 1966).
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
