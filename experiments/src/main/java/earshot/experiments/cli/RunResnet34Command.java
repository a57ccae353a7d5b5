package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.ResnetConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot run resnet34`: the supervised baseline.
@Command(name = "resnet34", sortOptions = false, description = {
        "Train a residual network from scratch on log-mel pictures and judge it by cross-validation.",
        "Each fold in turn is held out and judged once, after the last epoch. Interrupted runs go on with --resume.",
        "Defaults: 60 epochs, batch 32, lr 1e-3, weight decay 0.01, smoothing 0.1, mixup 0.4, 5 views, seed 0, all folds."})
final class RunResnet34Command implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Option(names = "--data", paramLabel = "DIR", description = "Data set in the layout of ESC-50: meta/esc50.csv, audio/*.")
    private String data;

    @Option(names = "--folds", paramLabel = "F", description = "Folds to hold out: all, or numbers such as 1,3.")
    private String folds;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training clips.")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Clips of a step.")
    private Integer batch;

    @Option(names = "--lr", paramLabel = "X", description = "Highest learning rate of the one-cycle schedule.")
    private Double lr;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled weight decay of AdamW.")
    private Double weightDecay;

    @Option(names = "--tta", paramLabel = "K", description = "Augmented views averaged at test time, 0 for none.")
    private Integer tta;

    @Option(names = "--seed", paramLabel = "N", description = "What all chance comes from.")
    private Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of all runs (default: runs).")
    private Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML, as in the config.yaml of a run.")
    private Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, e.g. augment.mixup=0; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with an interrupted run, as it was configured.")
    private Path resume;

    @Mixin
    private ComputeOptions compute;

    RunResnet34Command(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        if (resume != null) {
            refuseWithResume();
            RunFolder run = RunFolder.open(resume);
            session().resume(run, new ConfigReader<>(ResnetConfig.STANDARD).file(run.config()).read());
            return 0;
        }
        ResnetConfig resolved = resolve();
        if (resolved.data() == null) {
            throw new UsageException(
                    "--data DIR is missing: give a data set in the layout of ESC-50 (earshot data synth makes one)");
        }
        session().start(out == null ? Path.of("runs") : out, "resnet34", resolved);
        return 0;
    }

    private Session session() {
        return new Session(terminal, compute.backend(), compute.threads(), cache);
    }

    private ResnetConfig resolve() throws IOException {
        var reader = new ConfigReader<>(ResnetConfig.STANDARD);
        if (config != null) {
            reader.file(config);
        }
        settings.forEach(reader::set);
        try {
            return reader.option("--data", "data", data).option("--folds", "folds", folds).option("--epochs", "epochs", epochs)
                    .option("--batch", "batch", batch).option("--lr", "lr", lr)
                    .option("--weight-decay", "weightDecay", weightDecay)
                    .option("--tta", "tta", tta).option("--seed", "seed", seed).read();
        } catch (UsageException wrong) {
            throw wrong;
        } catch (ExperimentException refused) {
            throw config == null ? new UsageException(refused.getMessage()) : refused;
        }
    }

    private void refuseWithResume() {
        var given = new ArrayList<String>();
        Object[] values = {data, folds, epochs, batch, lr, weightDecay, tta, seed, out, config};
        String[] names = {"--data", "--folds", "--epochs", "--batch", "--lr", "--weight-decay", "--tta", "--seed", "--out",
                "--config"};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                given.add(names[i]);
            }
        }
        if (!settings.isEmpty()) {
            given.add("--set");
        }
        if (!given.isEmpty()) {
            throw new UsageException(
                    "--resume goes on with the run's own configuration; leave out " + String.join(", ", given));
        }
    }
}
