package earshot.experiments.cli;

import earshot.experiments.report.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How far one piece of work has come: on a terminal one line that is rewritten in place and removed at the end, elsewhere a plain line
/// every ten seconds, so that a log stays short and short work stays silent. Safe to advance from several threads.
public final class Progress implements AutoCloseable {
    private static final long LIVE_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;
    private static final int BAR = 20;

    private final Terminal terminal;
    private final String label;
    private final long total;
    private final String unit;
    private final LongSupplier clock;
    private final long start;
    private long done;
    private long skipped;
    private long shown;
    private int width;

    Progress(Terminal terminal, String label, long total, String unit, LongSupplier clock) {
        this.terminal = terminal;
        this.label = label;
        this.total = total;
        this.unit = unit;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.shown = terminal.live() ? start - LIVE_NANOS : start;
    }

    /// Counts work that was done earlier, say the first half of a resumed download: it moves the bar, not the rate.
    public synchronized void skip(long units) {
        done += units;
        skipped += units;
    }

    /// Counts finished work.
    ///
    /// @param units how many more are done
    public void advance(long units) {
        advance(units, "");
    }

    /// Counts finished work and shows a few words beside the bar.
    ///
    /// @param units how many more are done
    /// @param words e.g. `loss 0.532  acc 81.3%  lr 9.8e-4`
    public synchronized void advance(long units, String words) {
        done += units;
        long now = clock.getAsLong();
        if (now - shown >= (terminal.live() ? LIVE_NANOS : PLAIN_NANOS)) {
            shown = now;
            show(line((now - start) / 1e9, words));
        }
    }

    /// Removes the live line. What is to be remembered is printed by whoever did the work.
    @Override
    public void close() {
        clear();
    }

    /// Makes room for a line of results; the live line comes back with the next advance.
    public synchronized void clear() {
        if (terminal.live() && width > 0) {
            terminal.err().print("\r" + " ".repeat(width) + "\r");
            terminal.err().flush();
            width = 0;
        }
    }

    private void show(String line) {
        if (!terminal.live()) {
            terminal.err().println(line);
            return;
        }
        // One column stays free: a full line would wrap on some terminals and could not be taken back.
        String fitting = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
        terminal.err().print("\r" + fitting + " ".repeat(Math.max(0, width - fitting.length())));
        terminal.err().flush();
        width = fitting.length();
    }

    private String line(double seconds, String words) {
        double rate = seconds > 0 ? (done - skipped) / seconds : 0;
        var text = new StringBuilder(label);
        if (total > 0) {
            double part = Math.min(1.0, (double) done / total);
            int full = (int) (part * BAR);
            text.append(" [").append("#".repeat(full)).append(".".repeat(BAR - full)).append(']');
            text.append(String.format(Locale.ROOT, " %3.0f%%", 100 * part));
        }
        text.append("  ").append(amount(done)).append(total > 0 ? "/" + amount(total) : "").append(' ').append(unitName());
        if (rate > 0) {
            text.append("  ")
                    .append(rate < 10 && !unit.equals("bytes") ? String.format(Locale.ROOT, "%.1f", rate) : amount((long) rate))
                    .append(' ').append(unitName()).append("/s");
            if (total > done) {
                text.append("  ").append(Duration.words((total - done) / rate)).append(" left");
            }
        }
        return words.isEmpty() ? text.toString() : text.append("  ").append(words).toString();
    }

    private String unitName() {
        return unit.equals("bytes") ? "MiB" : unit;
    }

    /// Bytes are shown in mebibytes, everything else as it is counted.
    private String amount(long units) {
        return unit.equals("bytes") ? String.format(Locale.ROOT, "%.1f", units / 1048576.0) : Long.toString(units);
    }
}
