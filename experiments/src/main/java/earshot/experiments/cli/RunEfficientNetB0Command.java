package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.training.EfficientNetPlan;
import earshot.experiments.training.PretrainedWeights;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot run efficientnet-b0`: a network that learned from photographs learns from pictures of sounds.
@Command(name = "efficientnet-b0", sortOptions = false, description = {
        "Train EfficientNet-B0, which learned from ImageNet's photographs, further on log-mel pictures, and judge it by cross-validation.",
        "The whole network learns, what is pre-trained at a lower rate (recipe.optimization.pretrainedLr). Interrupted runs go on with --resume.",
        "Defaults: 30 epochs, batch 32, lr 1e-3 for the classifier and 1e-4 for all else, weight decay 0.01, smoothing 0.1, mixup 0.4, 5 views, seed 0, all folds."})
final class RunEfficientNetB0Command implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Option(names = "--pretrained", paramLabel = "W", description = {
            "Weights to begin with: a name (earshot weights list), a file under torchvision's or timm's names, or none for random ones.",
            "Default: efficientnet-b0, to be fetched first: earshot weights fetch efficientnet-b0."})
    private String pretrained;

    @Mixin
    private RunOptions options;

    RunEfficientNetB0Command(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        return options.execute("efficientnet-b0", EfficientNetPlan.STANDARD, terminal, cache,
                new RunOptions.Given("--pretrained", "pretrained", PretrainedWeights.wherever(pretrained)));
    }
}
