package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.training.Recipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `earshot run resnet34`: the supervised baseline.
@Command(name = "resnet34", sortOptions = false, description = {
        "Train a residual network from scratch on log-mel pictures and judge it by cross-validation.",
        "Each fold in turn is held out and judged once, after the last epoch. Interrupted runs go on with --resume.",
        "Defaults: 60 epochs, batch 32, lr 1e-3, weight decay 0.01, smoothing 0.1, mixup 0.4, 5 views, seed 0, all folds."})
final class RunResnet34Command implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Mixin
    private RunOptions options;

    RunResnet34Command(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        return options.execute("resnet34", Recipe.RESNET34, terminal, cache);
    }
}
