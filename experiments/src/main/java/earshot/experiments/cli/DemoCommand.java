package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.synth.SyntheticDataset;
import earshot.experiments.training.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot demo`: everything once, small.
@Command(name = "demo", showDefaultValues = true, sortOptions = false, description = {
        "Synthesise a small data set, train a small residual network on it, judge it: everything once, in a few minutes."})
final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Option(names = "--clips", paramLabel = "N", defaultValue = "40", description = "Clips per class.")
    private int clips;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "12", description = "Passes over the training clips.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "What all chance comes from.")
    private long seed;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Folder that the data set is put into.")
    private Path data;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs", description = "Folder of all runs.")
    private Path out;

    @Mixin
    private ComputeOptions compute;

    DemoCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        var synthetic = new SyntheticDataset(clips, 5, 44100, seed);
        Path folder = data.resolve("synth-" + clips + "-seed" + seed);
        Recipe recipe = recipe(folder);
        if (Files.isDirectory(folder)) {
            terminal.note("data     " + folder + " is there already");
        } else {
            try (Progress progress = terminal.progress("synthesising", synthetic.clips(), "clips")) {
                synthetic.write(folder, compute.threads(), () -> progress.advance(1));
            }
        }
        new Session("run resnet34", terminal, compute.backend(), compute.threads(), cache).start(out, "demo", recipe);
        return 0;
    }

    private Recipe recipe(Path folder) {
        try {
            return new ConfigReader<>(Recipe.RESNET34).option("--data", "data", folder.toString())
                    .option("--epochs", "epochs", epochs).option("--seed", "seed", seed).set("folds=1").set("network.width=32")
                    .set("network.blocks=1,1,1,1").read();
        } catch (ExperimentException refused) {
            throw new UsageException(refused.getMessage());
        }
    }
}
