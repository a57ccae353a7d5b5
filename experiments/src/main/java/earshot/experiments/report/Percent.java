package earshot.experiments.report;

import java.util.Locale;

/// Parts of one, shown as percent: with a sign in sentences, without in the columns of tables.
public final class Percent {
    private Percent() {
    }

    /// `0.8375` as `83.8%`.
    public static String of(double part) {
        return digits(part) + "%";
    }

    /// `0.8375` as `83.8`, for a column.
    public static String digits(double part) {
        return String.format(Locale.ROOT, "%.1f", 100 * part);
    }

    /// `0.8375` as `83.75`, for a column: what a fold of 80 clips needs.
    public static String exact(double part) {
        return String.format(Locale.ROOT, "%.2f", 100 * part);
    }
}
