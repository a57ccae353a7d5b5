package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.masked.MaskedPlan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `earshot run transformer-beats`: masked prediction with a Transformer and supervised training.
@Command(name = "transformer-beats", sortOptions = false, description = {
        "Train a Transformer of 6 layers, 256 wide, with 8 heads, to guess the tokens of hidden patches of log-mel pictures, then to name sounds.",
        "For each fold, tokens, masked prediction and supervised training see the other folds alone. Interrupted runs go on with --resume.",
        "Defaults: 256 tokens, 40%% of the patches hidden, 30 epochs of pre-training, 40 of supervised training, batch 32, lr 1e-3, seed 0."})
final class RunTransformerBeatsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Mixin
    private RunOptions options;

    @Mixin
    private MaskedOptions masked;

    RunTransformerBeatsCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        return options.execute("transformer-beats", MaskedPlan.TRANSFORMER, terminal, cache, masked.given());
    }
}
