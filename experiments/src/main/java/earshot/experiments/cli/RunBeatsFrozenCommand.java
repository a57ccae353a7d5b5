package earshot.experiments.cli;

import earshot.experiments.UsageException;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.features.BeatsFrontEnd;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.files.Sha256;
import earshot.experiments.training.BeatsPlan;
import earshot.experiments.training.Recipe;
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
        return options.execute("beats-frozen", recipe(), terminal, cache, pretrained.given("frontEnd.weights"),
                new RunOptions.Given("--pooling", "frontEnd.pooling", pooling == null ? null : pooling.name()),
                new RunOptions.Given("--hidden", "network.hidden", hidden));
    }

    /// Of a run that goes on the weights stand in its own configuration.
    private Recipe recipe() throws IOException {
        Path weights = pretrained.file().orElse(null);
        return weights == null ? BeatsPlan.FROZEN : BeatsPlan.frozen(frontEnd(weights));
    }

    private BeatsFrontEnd frontEnd(Path weights) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
            checkpoint.refuseTokenizer();
            return new BeatsFrontEnd(weights.toString(), Sha256.of(weights), 5, checkpoint.config().layers().width(),
                    pooling == null ? TokenPooling.MEAN : pooling, BeatsSound.STANDARD);
        }
    }
}
