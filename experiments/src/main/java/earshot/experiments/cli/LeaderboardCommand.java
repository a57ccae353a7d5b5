package earshot.experiments.cli;

import earshot.experiments.files.Json;
import earshot.experiments.report.Leaderboard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot leaderboard`: one row per experiment.
@Command(name = "leaderboard", showDefaultValues = true, sortOptions = false, description = {
        "Compare the experiments: the newest finished run of each on each data set.",
        "Mean accuracy over the folds in percent, its 95%% interval (Student's t over folds), each fold, parameters, wall time, and, beside "
                + "runs like it (50 classes, five folds, the standard network), the figure of the original post on ESC-50."})
final class LeaderboardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs", description = "Folder of all runs.")
    private Path out;

    @Option(names = "--json", description = "Print JSON, accuracies as parts of one.")
    private boolean json;

    LeaderboardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Leaderboard leaderboard = Leaderboard.read(out);
        if (json) {
            terminal.out().print(Json.pretty(leaderboard.rows()));
            return 0;
        }
        List<String> lines = leaderboard.lines();
        terminal.println(terminal.bold(lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::println);
        return 0;
    }
}
