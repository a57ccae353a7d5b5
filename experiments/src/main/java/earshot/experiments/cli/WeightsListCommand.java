package earshot.experiments.cli;

import earshot.experiments.files.Json;
import earshot.experiments.report.TextTable;
import earshot.experiments.weights.Catalogue;
import earshot.experiments.weights.KnownWeights;
import earshot.experiments.weights.WeightsFolder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot weights list [NAME]`: which public files there are, and all that is known of one.
@Command(name = "list", sortOptions = false, description = {
        "Show the public files of weights that are known here, and which have been fetched.",
        "With a name: its file, size, hash, licence and links, which is what to look for if a link is dead."})
final class WeightsListCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WeightsFolder folder;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "One of them; else all.")
    private String name;

    @Option(names = "--json", description = "Print JSON, all that is known.")
    private boolean json;

    WeightsListCommand(Terminal terminal, WeightsFolder folder) {
        this.terminal = terminal;
        this.folder = folder;
    }

    /// @param fetched path of the file; null if it is not here
    record Row(String name, String network, String file, Long bytes, String sha256, String licence, String page, String share,
            String address,
            String fetched) {
    }

    @Override
    public Integer call() {
        List<KnownWeights> shown = name == null ? Catalogue.ALL : List.of(Catalogue.named(name));
        if (json) {
            terminal.out().print(Json.pretty(shown.stream().map(this::row).toList()));
        } else if (name == null) {
            table(shown);
        } else {
            details(row(shown.getFirst()));
        }
        return 0;
    }

    private Row row(KnownWeights w) {
        return new Row(w.name(), w.network().toString(), w.file(), w.bytes() == 0 ? null : w.bytes(),
                w.sha256().isEmpty() ? null : w.sha256(), w.licence(), w.page().toString(),
                w.share() == null ? null : w.share().toString(),
                w.address() == null ? null : w.address().toString(), folder.has(w) ? folder.place(w).toString() : null);
    }

    private void table(List<KnownWeights> shown) {
        TextTable table = new TextTable().row(List.of("name", "fetched", "MiB", "licence"));
        for (KnownWeights w : shown) {
            String mebibytes = w.bytes() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", w.bytes() / 1048576.0);
            table.row(List.of(w.name(), folder.has(w) ? "yes" : "-", mebibytes, w.licence().replaceAll(";.*", "")));
        }
        List<String> lines = table.lines();
        terminal.println(terminal.bold(lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::println);
        terminal.println("");
        terminal.println("kept in " + folder.folder() + "; more of one: earshot weights list NAME");
    }

    private void details(Row row) {
        terminal.println("name     " + terminal.bold(row.name()));
        terminal.println("network  " + row.network());
        terminal.println("file     " + row.file() + (row.bytes() == null ? "" : ", " + row.bytes() + " bytes"));
        terminal.println("sha-256  " + (row.sha256() == null
                ? "not known; the file is accepted if it holds what the network needs"
                : row.sha256().length() < 64 ? row.sha256() + "... (its beginning, from the file's name)" : row.sha256()));
        terminal.println("licence  " + row.licence());
        terminal.println("page     " + row.page());
        if (row.share() != null) {
            terminal.println("link     " + row.share() + " (for people)");
        }
        terminal.println("address  " + (row.address() == null
                ? "none known that a program can download from; give one, or a path, with --url"
                : row.address()));
        terminal.println("fetched  " + (row.fetched() == null ? "no" : row.fetched()));
    }
}
