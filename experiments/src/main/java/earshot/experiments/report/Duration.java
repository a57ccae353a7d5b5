package earshot.experiments.report;

import java.util.Locale;

/// A span of time as people read it.
public final class Duration {
    private Duration() {
    }

    /// A duration in words of fixed style: `42s`, `3m07s`, `1h05m`.
    ///
    /// @param seconds not negative
    public static String words(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + "s";
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%dm%02ds", s / 60, s % 60)
                : String.format(Locale.ROOT, "%dh%02dm", s / 3600, s / 60 % 60);
    }
}
