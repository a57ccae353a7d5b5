package earshot.experiments.cli;

import earshot.experiments.UsageException;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.training.FrozenPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot run beats-frozen`: a head on what BEATs hears, which itself learns nothing.
@Command(name = "beats-frozen", sortOptions = false, description = {
        "Embed every clip once by BEATs, which learns nothing, train a head on these features and judge it by cross-validation.",
        "Features are kept, by the weights' SHA-256, settings and recording: further runs take seconds. Interrupted runs go on with --resume.",
        "Defaults: mean over tokens, a linear head, 100 epochs, batch 32, lr 1e-3, weight decay 0.01, seed 0, all folds."})
final class RunBeatsFrozenCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Mixin
    private Pretrained pretrained;

    @Option(names = "--pooling", paramLabel = "P", description = "From tokens to clips: mean (unless given), max or mean_max.")
    private TokenPooling pooling;

    @Option(names = "--hidden", paramLabel = "N", description = "Width of a hidden layer of the head; 0 (unless given) for none.")
    private Integer hidden;

    @Mixin
    private RunOptions options;

    RunBeatsFrozenCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        if (pretrained.isNone()) {
            throw new UsageException("--pretrained none: a frozen network must have learned something; name a checkpoint, or use"
                    + " run beats-finetuned");
        }
        Path weights = pretrained.file();
        FrozenPlan defaults = weights == null
                ? FrozenPlan.STANDARD
                : FrozenPlan.on(weights, pooling == null ? TokenPooling.MEAN : pooling);
        return options.execute("beats-frozen", defaults, terminal, cache,
                new RunOptions.Given("--pretrained", "recipe.frontEnd.weights", weights == null ? null : weights.toString()),
                new RunOptions.Given("--pooling", "recipe.frontEnd.pooling", pooling == null ? null : pooling.name()),
                new RunOptions.Given("--hidden", "recipe.network.hidden", hidden));
    }
}
