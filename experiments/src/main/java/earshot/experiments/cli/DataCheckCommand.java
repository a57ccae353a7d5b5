package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.DatasetCheck;
import earshot.experiments.files.Json;
import earshot.experiments.report.DatasetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot data check DIR`: what a data set is made of and what is wrong with it.
@Command(name = "check", sortOptions = false, description = {
        "Look at every clip of a data set: counts per class and fold, rates, lengths.",
        "Fails if files are unreadable or absent, or if clips of one recording stand in two folds."})
final class DataCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "Folder laid out like ESC-50 (meta/esc50.csv, audio/*).")
    private Path folder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DataCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DatasetCheck check;
        try (Progress progress = terminal.progress("checking", 0, "clips")) {
            check = DatasetCheck.of(folder, () -> progress.advance(1));
        }
        if (json) {
            terminal.out().print(Json.pretty(check));
        } else {
            DatasetReport.lines(check).forEach(terminal::println);
        }
        if (!check.sound()) {
            throw new ExperimentException(
                    folder + ": " + check.unreadable().size() + " unreadable files, " + check.absent().size() + " absent files, "
                            + check.leaks().size() + " recordings in several folds; mend or remove what is listed above");
        }
        return 0;
    }
}
