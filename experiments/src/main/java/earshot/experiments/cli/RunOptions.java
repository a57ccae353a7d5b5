package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every experiment of `earshot run` can be told, and how it starts or goes on.
final class RunOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Data set in the layout of ESC-50: meta/esc50.csv, audio/*.")
    private String data;

    @Option(names = "--folds", paramLabel = "F", description = "Folds to hold out: all, or numbers such as 1,3.")
    private String folds;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training clips.")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Clips of a batch.")
    private Integer batch;

    @Option(names = "--lr", paramLabel = "X", description = "Highest learning rate of the schedule.")
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

    @Option(names = "--other-rounding", description = "With --resume: go on even if this device or vector width rounds differently from the one before.")
    private boolean otherRounding;

    @Mixin
    private ComputeOptions compute;

    /// An option for one setting.
    ///
    /// @param name  as typed, e.g. `--lr`
    /// @param key   the setting; null for a preset
    /// @param value null if it was not given
    record Given(String name, String key, Object value) {

        /// An option that stands for many settings at once, which the experiment's defaults already are.
        static Given preset(String name, Object value) {
            return new Given(name, null, value);
        }
    }

    /// Starts a new run of an experiment or goes on with one.
    ///
    /// @param experiment its name
    /// @param defaults   its configuration unless told otherwise
    /// @param own        options of this experiment alone
    <P extends Record & Plan> int execute(String experiment, P defaults, Terminal terminal, FeatureCache cache, Given... own)
            throws IOException {
        List<Given> given = given(defaults, own);
        if (resume != null) {
            refuseWithResume(given);
            RunFolder run = RunFolder.open(resume);
            P plan = new ConfigReader<>(defaults).file(run.config()).read();
            session(experiment, terminal, cache).resume(run, plan, otherRounding);
            return 0;
        }
        if (otherRounding) {
            throw new UsageException("--other-rounding: a new run has no rounding before; it goes with --resume");
        }
        P plan = resolve(defaults, given);
        if (plan.recipe().data() == null) {
            throw new UsageException(
                    "--data DIR is missing: give a data set in the layout of ESC-50 (earshot data synth makes one)");
        }
        session(experiment, terminal, cache).start(out == null ? Path.of("runs") : out, experiment, plan);
        return 0;
    }

    private Session session(String experiment, Terminal terminal, FeatureCache cache) {
        return new Session("run " + experiment, terminal, compute.backend(), compute.threads(), cache);
    }

    private List<Given> given(Plan defaults, Given... own) {
        // A plan that is more than a recipe has it as a part.
        String part = defaults.recipe() == defaults ? "" : "recipe.";
        var all = new ArrayList<>(List.of(new Given("--data", part + "data", data), new Given("--folds", part + "folds", folds),
                new Given("--epochs", part + "epochs", epochs), new Given("--batch", part + "batch", batch),
                new Given("--lr", part + "lr", lr), new Given("--weight-decay", part + "weightDecay", weightDecay),
                new Given("--tta", part + "tta", tta), new Given("--seed", part + "seed", seed)));
        all.addAll(List.of(own));
        return all;
    }

    private <P extends Record & Plan> P resolve(P defaults, List<Given> given) throws IOException {
        var reader = new ConfigReader<>(defaults);
        if (config != null) {
            reader.file(config);
        }
        settings.forEach(reader::set);
        try {
            given.stream().filter(option -> option.key != null)
                    .forEach(option -> reader.option(option.name, option.key, option.value));
            return reader.read();
        } catch (UsageException wrong) {
            throw wrong;
        } catch (ExperimentException refused) {
            throw config == null ? new UsageException(refused.getMessage()) : refused;
        }
    }

    private void refuseWithResume(List<Given> given) {
        var names = new ArrayList<>(given.stream().filter(option -> option.value != null).map(Given::name).toList());
        if (out != null) {
            names.add("--out");
        }
        if (config != null) {
            names.add("--config");
        }
        if (!settings.isEmpty()) {
            names.add("--set");
        }
        if (!names.isEmpty()) {
            throw new UsageException(
                    "--resume goes on with the run's own configuration; leave out " + String.join(", ", names));
        }
    }
}
