package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.pages.LeaderboardPage;
import earshot.experiments.report.Leaderboard;
import earshot.experiments.report.LeaderboardTable;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.Plan;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot run all`: the whole table.
@Command(name = "all", sortOptions = false, description = {
        "Carry out all experiments, one after another, with their default settings, then show the leaderboard.",
        "The same command again goes on where it was interrupted: a run with the same settings that is finished is not done again, an "
                + "unfinished one is resumed. What an experiment lacks, such as public weights, is said at the end."})
final class RunAllCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Data set in the layout of ESC-50: meta/esc50.csv, audio/*.")
    private String data;

    @Option(names = "--folds", paramLabel = "F", description = "Folds to hold out: all, or numbers such as 1,3.")
    private String folds;

    @Option(names = "--seed", paramLabel = "N", description = "What all chance comes from.")
    private Long seed;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs", description = "Folder of all runs (default: runs).")
    private Path out;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of every experiment's recipe, e.g. epochs=20, or of one "
            + "experiment alone, e.g. simclr.pretraining.epochs=50; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private ComputeOptions compute;

    RunAllCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        // All settings are understood before the first experiment begins.
        var plans = new ArrayList<Plan>();
        for (Experiments.Row<?> row : Experiments.ALL) {
            plans.add(plan(row));
        }
        Backend backend = compute.backend();
        var missing = new ArrayList<String>();
        for (int i = 0; i < plans.size(); i++) {
            Experiments.Row<?> row = Experiments.ALL.get(i);
            String needs = plans.get(i).needs();
            if (needs == null) {
                terminal.note("");
                terminal.note("experiment " + (i + 1) + " of " + plans.size() + ": " + row.name());
                execute(row, plans.get(i), backend);
            } else {
                missing.add(row.name() + ": " + needs);
            }
        }
        Leaderboard leaderboard = Leaderboard.read(out);
        terminal.println("");
        new LeaderboardTable(leaderboard).lines().forEach(terminal::println);
        missing.forEach(line -> terminal.println("not run    " + line));
        terminal.println("page       " + LeaderboardPage.write(out, leaderboard));
        return 0;
    }

    private Plan plan(Experiments.Row<?> row) {
        var reader = row.reader();
        for (String setting : settings) {
            String own = row.name() + ".";
            if (setting.startsWith(own)) {
                reader.set(setting.substring(own.length()));
            } else if (Experiments.ALL.stream().noneMatch(other -> setting.startsWith(other.name() + "."))) {
                setCommon(row, reader, setting);
            }
        }
        String folder = Path.of(data).toAbsolutePath().normalize().toString();
        try {
            return reader.option("--data", row.part() + "data", folder).option("--folds", row.part() + "folds", folds)
                    .option("--seed", row.part() + "seed", seed).read();
        } catch (UsageException wrong) {
            throw wrong;
        } catch (ExperimentException refused) {
            throw new UsageException(row.name() + ": " + refused.getMessage());
        }
    }

    /// A setting that some experiments' recipes have and others lack is one for those that have it.
    private static void setCommon(Experiments.Row<?> row, ConfigReader<?> reader, String setting) {
        String key = setting.split("=", 2)[0].strip();
        boolean elsewhere = Experiments.ALL.stream().anyMatch(other -> other.reader().has(other.part() + key));
        if (!elsewhere || reader.has(row.part() + key)) {
            reader.set(row.part() + setting);
        }
    }

    private void execute(Experiments.Row<?> row, Plan plan, Backend backend) throws IOException {
        var session = new Session("run " + row.name(), terminal, backend, compute.threads(), cache);
        RunFolder begun = begun(row.name(), plan);
        if (begun == null) {
            session.start(out, row.name(), plan);
        } else {
            session.resume(begun, plan, false);
        }
    }

    /// The newest run of the same experiment with the same settings; null if there is none.
    private RunFolder begun(String experiment, Plan plan) throws IOException {
        if (!Files.isDirectory(out)) {
            return null;
        }
        String settings = ConfigReader.yaml((Record) plan);
        RunFolder newest = null;
        for (RunFolder run : RunFolder.all(out)) {
            if (run.experiment().equals(experiment) && Files.readString(run.config()).equals(settings)) {
                newest = run;
            }
        }
        return newest;
    }
}
