package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.training.BeatsPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `earshot run beats-finetuned`: BEATs learns the data set's classes as a whole.
@Command(name = "beats-finetuned", sortOptions = false, description = {
        "Fine-tune all of BEATs with a new linear head on Kaldi's filter banks, and judge it by cross-validation.",
        "The network begins from a checkpoint and moves at a low rate (recipe.optimization.pretrainedLr), the head at a hundred times as much. --pretrained none begins from random weights.",
        "Each fold in turn is held out and judged once, after the last epoch. Interrupted runs go on with --resume.",
        "Defaults: 20 epochs, steps of 4 times 8 clips, rates 1e-5 and 1e-3, weight decay 0.01, smoothing 0.1, gradients clipped at 1, activations recomputed, seed 0, all folds. ESPnet's recipe: --config src/recipes/beats-finetuned-espnet.yaml"})
final class RunBeatsFinetunedCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Mixin
    private Pretrained pretrained;

    @Mixin
    private RunOptions options;

    RunBeatsFinetunedCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        Path weights = pretrained.file();
        return options.execute("beats-finetuned", weights == null ? BeatsPlan.STANDARD : BeatsPlan.STANDARD.from(weights),
                terminal,
                cache, new RunOptions.Given("--pretrained", "pretrained", pretrained.wherever()));
    }
}
