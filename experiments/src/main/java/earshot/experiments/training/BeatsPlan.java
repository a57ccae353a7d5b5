package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.BeatsActivation;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsClassifier;
import earshot.experiments.beats.BeatsConfig;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.KaldiFrontEnd;
import earshot.experiments.models.BeatsArchitecture;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// BEATs fine-tuned as a whole: the network with a rate of its own from a checkpoint, a new head from random weights.
///
/// @param pretrained name of public weights, path of a checkpoint, or `none` for random weights
/// @param recipe     of the training
public record BeatsPlan(String pretrained, Recipe recipe) implements Plan {
    /// The public weights that experiments begin from unless told otherwise.
    public static final String WEIGHTS = "beats-iter3-plus-as2m";

    /// The published networks' sizes, with nothing dropped.
    private static final BeatsConfig PUBLISHED = new BeatsConfig(new BeatsConfig.Patches(16, 512, false),
            new BeatsConfig.Layers(12, 768, 3072, 12, BeatsActivation.GELU, false, true, 1),
            new BeatsConfig.Positions(128, 16, true, 320, 800, true), BeatsConfig.Drops.NONE, 0);

    /// Two rates, 1e-5 for the network and 1e-3 for the head; steps of 32 clips, four times eight.
    public static final BeatsPlan STANDARD = new BeatsPlan(WEIGHTS, new Recipe(null, "all", 20, 8, 1e-3, 0.01, 0.1, 0, 0,
            new Optimization(Optimization.Course.WARMUP_COSINE, 20, 0, 0.9, 0.999, 1, 4, 1e-5), KaldiFrontEnd.STANDARD,
            new Scaling(Scaling.By.NUMBERS, BeatsSound.STANDARD.mean(), 2 * BeatsSound.STANDARD.deviation()),
            new BeatsArchitecture(PUBLISHED, TokenPooling.MEAN, true), new Recipe.Augment(0.5, 0, 1, 30, 1, 16, 0, 0),
            new Recipe.Augment(0.5, 0, 0, 0, 0, 0, 0, 0), WaveSettings.OFF));

    @Override
    public BeatsPlan withRecipe(Recipe other) {
        return new BeatsPlan(pretrained, other);
    }

    /// This plan for a checkpoint: its sizes and options become the network's.
    ///
    /// @throws ExperimentException if it is none of BEATs
    /// @throws IOException         if it cannot be read
    public BeatsPlan from(Path weights) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
            checkpoint.refuseTokenizer();
            BeatsArchitecture network = (BeatsArchitecture) recipe.network();
            return new BeatsPlan(pretrained, recipe
                    .withNetwork(new BeatsArchitecture(checkpoint.config().headless(), network.pooling(), network.recompute())));
        }
    }

    /// Tries whether the weights fit.
    @Override
    public void require(Dataset dataset) throws IOException {
        if (weights().none()) {
            return;
        }
        BeatsConfig config = ((BeatsArchitecture) recipe.network()).beats();
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights().file())) {
            checkpoint.beats(Backends.create("cpu", 1), new NoiseSource(0), config).release();
        }
    }

    @Override
    public String needs() {
        return weights().needs();
    }

    private PretrainedWeights weights() {
        return new PretrainedWeights(pretrained);
    }

    @Override
    public Start start(SupervisedRun run) throws IOException {
        return weights().start(BeatsPlan::loadBody);
    }

    /// All but the head.
    private static Set<String> loadBody(Path file, Module network) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(file)) {
            checkpoint.load(((BeatsClassifier) network).beats());
        }
        return network.parameters().keySet().stream().filter(name -> name.startsWith(BeatsClassifier.BODY))
                .collect(Collectors.toSet());
    }
}
