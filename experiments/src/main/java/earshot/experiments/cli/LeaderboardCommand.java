package earshot.experiments.cli;

import earshot.experiments.files.Json;
import earshot.experiments.pages.LeaderboardPage;
import earshot.experiments.report.Leaderboard;
import earshot.experiments.report.LeaderboardTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot leaderboard`: one row per experiment.
@Command(name = "leaderboard", showDefaultValues = true, sortOptions = false, description = {
        "Compare the experiments: the newest finished run of each on each data set.",
        "Mean accuracy over the folds in percent, its 95%% interval (Student's t over folds), each fold, the figure of the original post on "
                + "ESC-50 beside runs like it (50 classes, five folds, its networks), parameters, time of pre-training and of all else.",
        "McNemar's exact test compares each row with the best one on its data set: clips that only the best recognised, clips that only "
                + "this one did, and the probability of so unequal numbers if both were equally good.",
        "Rows marked (random weights) are of experiments that begin with weights learned elsewhere, but began with none, or with a file that is no public one."})
final class LeaderboardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs", description = "Folder of all runs.")
    private Path out;

    @ArgGroup
    private Form form;

    /// What to give instead of columns of plain text.
    private static final class Form {
        @Option(names = "--markdown", description = "Print a table of GitHub's Markdown.")
        private boolean markdown;

        @Option(names = "--csv", description = "Print comma-separated values, accuracies as parts of one.")
        private boolean csv;

        @Option(names = "--json", description = "Print JSON, accuracies as parts of one.")
        private boolean json;

        @Option(names = "--html", description = "Write the page leaderboard.html into the folder of all runs.")
        private boolean html;
    }

    LeaderboardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Leaderboard leaderboard = Leaderboard.read(out);
        var table = new LeaderboardTable(leaderboard);
        if (form == null) {
            List<String> lines = table.lines();
            terminal.println(terminal.bold(lines.getFirst()));
            lines.stream().skip(1).forEach(terminal::println);
        } else if (form.json) {
            terminal.out().print(Json.pretty(leaderboard.rows()));
        } else if (form.html) {
            terminal.println(LeaderboardPage.write(out, leaderboard).toString());
        } else {
            (form.csv ? table.csv() : table.markdown()).forEach(terminal::println);
        }
        return 0;
    }
}
