package earshot.experiments.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;

/// Where the program writes, and how much of a terminal that is: results go to `out`, progress and errors to `err`, so that a redirected
/// result stays clean.
///
/// @param out     results
/// @param err     progress and errors
/// @param colour  whether results may carry ANSI colours
/// @param live    whether `err` can show a line that is rewritten in place
/// @param columns width in characters
public record Terminal(PrintStream out, PrintStream err, boolean colour, boolean live, int columns) {
    private static final int DEFAULT_COLUMNS = 100;

    public Terminal {
        if (columns < 1) {
            throw new IllegalArgumentException("terminal: expected a width of at least 1 column, got " + columns);
        }
    }

    /// The process's own streams. Colour and live lines need a terminal (the launcher says which streams are one), no `NO_COLOR` in the
    /// environment and a `TERM` that is not `dumb`.
    public static Terminal ofSystem() {
        return of(System.out, System.err, System.getenv(), Boolean.getBoolean("earshot.terminal.out"),
                Boolean.getBoolean("earshot.terminal.err"),
                Integer.getInteger("earshot.terminal.columns", DEFAULT_COLUMNS));
    }

    static Terminal of(PrintStream out, PrintStream err, Map<String, String> environment, boolean outIsTerminal,
            boolean errIsTerminal, int columns) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        // Pseudo-terminals without a size report 0 columns.
        return new Terminal(out, err, outIsTerminal && !plain, errIsTerminal && !plain, columns > 0 ? columns : DEFAULT_COLUMNS);
    }

    /// Plain lines into the given streams, as into a file.
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, DEFAULT_COLUMNS);
    }

    /// Writes one line of results.
    public void println(String line) {
        out.println(line);
    }

    /// Writes one line about what is going on, to `err`.
    public void note(String line) {
        err.println(line);
    }

    /// Writes `name: line` to `err`.
    void errorLine(String name, String line) {
        err.println((live ? "\033[31m" + name + ":\033[0m " : name + ": ") + line);
        err.flush();
    }

    /// The text in bold where colours are on.
    public String bold(String text) {
        return styled("1", text);
    }

    /// The text in green where colours are on.
    public String green(String text) {
        return styled("32", text);
    }

    /// The text in red where colours are on.
    public String red(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /// Starts showing how far something has come.
    ///
    /// @param label what is being done, e.g. `fold 1/5 epoch 3/40`
    /// @param total units of work in all; 0 if unknown
    /// @param unit  name of a unit, plural, e.g. `clips`
    public Progress progress(String label, long total, String unit) {
        return new Progress(this, label, total, unit, System::nanoTime);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true);
    }
}
