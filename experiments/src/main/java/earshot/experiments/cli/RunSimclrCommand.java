package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.simclr.SimclrPlan;
import earshot.experiments.simclr.Views;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `earshot run simclr`: contrastive pre-training, a linear probe, fine-tuning.
@Command(name = "simclr", sortOptions = false, description = {
        "Teach an encoder to find the two views of a clip among those of others, without labels and on the training folds alone (SimCLR); "
                + "then read it with a linear probe, and fine-tune it as resnet34 is trained.",
        "Each fold in turn is held out and judged once, after the last epoch. Interrupted runs go on with --resume.",
        "Defaults: hard views, 25 epochs of pre-training at temperature 0.5 without a queue, 20 epochs of fine-tuning, seed 0, all folds."})
final class RunSimclrCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    /// Presets of views.
    private enum Preset {
        MILD, HARD;

        Views views() {
            return switch (this) {
                case MILD -> Views.MILD;
                case HARD -> Views.HARD;
            };
        }
    }

    @Option(names = "--views", paramLabel = "V", description = "mild: the whole clip twice, hardly changed, with a shortcut to the pair; "
            + "hard: from different places, changed in pitch, speed, spectrum and background.")
    private Preset views;

    @Option(names = "--temperature", paramLabel = "T", description = "Of the contrastive loss, 0.01 to 10.")
    private Double temperature;

    @Option(names = "--negatives", paramLabel = "N", description = "Views of earlier batches to be told apart from as well, 0 for none.")
    private Integer negatives;

    @Option(names = "--pretraining-epochs", paramLabel = "N", description = "Passes over the training clips before fine-tuning.")
    private Integer pretrainingEpochs;

    @Mixin
    private RunOptions options;

    RunSimclrCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        SimclrPlan defaults = views == null ? SimclrPlan.STANDARD : SimclrPlan.STANDARD.withViews(views.views());
        return options.execute("simclr", defaults, terminal, cache, //
                RunOptions.Given.preset("--views", views), //
                new RunOptions.Given("--temperature", "pretraining.temperature", temperature),
                new RunOptions.Given("--negatives", "pretraining.negatives", negatives),
                new RunOptions.Given("--pretraining-epochs", "pretraining.epochs", pretrainingEpochs));
    }
}
