package earshot.experiments.report;

import java.util.Locale;

/// Accuracies are kept as parts of one and shown as percent with one or two digits.
public final class Percent {
    private Percent() {
    }

    /// `0.8375` as `83.8`.
    public static String of(double part) {
        return String.format(Locale.ROOT, "%.1f", 100 * part);
    }

    /// `0.8375` as `83.75`: what a fold of 80 clips needs.
    public static String exact(double part) {
        return String.format(Locale.ROOT, "%.2f", 100 * part);
    }
}
