package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.BeatsActivation;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsClassifier;
import earshot.experiments.beats.BeatsConfig;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.PublishedBeats;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.features.BeatsFrontEnd;
import earshot.experiments.features.KaldiFrontEnd;
import earshot.experiments.files.Sha256;
import earshot.experiments.models.BeatsArchitecture;
import earshot.experiments.models.HeadArchitecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// BEATs fine-tuned as a whole: the network with a rate of its own from a checkpoint, a new head from random weights.
///
/// @param recipe     of the training
/// @param pretrained path of the checkpoint, or `none` for random weights
public record BeatsPlan(Recipe recipe, String pretrained) implements Plan {
    /// What stands for no checkpoint.
    public static final String NONE = "none";

    /// The published networks' sizes, with nothing dropped.
    private static final BeatsConfig PUBLISHED = new BeatsConfig(new BeatsConfig.Patches(16, 512, false),
            new BeatsConfig.Layers(12, 768, 3072, 12, BeatsActivation.GELU, false, true, 1),
            new BeatsConfig.Positions(128, 16, true, 320, 800, true), BeatsConfig.Drops.NONE, 0);

    /// Two rates, 1e-5 for the network and 1e-3 for the head; steps of 32 clips, four times eight.
    public static final BeatsPlan STANDARD = new BeatsPlan(new Recipe(null, "all", 20, 8, 1e-3, 0.01, 0.1, 0, 0,
            new Optimization(Optimization.Course.WARMUP_COSINE, 20, 0, 0.9, 0.999, 1, 4, 1e-5), KaldiFrontEnd.STANDARD,
            new Scaling(Scaling.By.NUMBERS, BeatsSound.STANDARD.mean(), 2 * BeatsSound.STANDARD.deviation()),
            new BeatsArchitecture(PUBLISHED, TokenPooling.MEAN, true), new Recipe.Augment(0.5, 0, 1, 30, 1, 16, 0, 0),
            new Recipe.Augment(0.5, 0, 0, 0, 0, 0, 0, 0), WaveSettings.OFF), null);

    private static final Recipe.Augment NOTHING = new Recipe.Augment(0, 0, 0, 0, 0, 0, 0, 0);

    /// A linear head on the published networks' features; which network is yet to be said.
    public static final Recipe FROZEN = frozen(new BeatsFrontEnd(null, null, 5, 768, TokenPooling.MEAN, BeatsSound.STANDARD));

    /// A linear head on features that are not learned.
    public static Recipe frozen(BeatsFrontEnd frontEnd) {
        return new Recipe(null, "all", 100, 32, 1e-3, 0.01, 0, 0, 0, Optimization.CONSTANT, frontEnd, Scaling.NONE,
                new HeadArchitecture(frontEnd.mels(), 0, 0), NOTHING, NOTHING, WaveSettings.OFF);
    }

    @Override
    public Plan withRecipe(Recipe other) {
        return new BeatsPlan(other, pretrained);
    }

    @Override
    public Optional<String> missing() {
        return pretrained == null
                ? Optional.of(BeatsCheckpoint.MISSING + ", or --pretrained none for random weights")
                : Plan.super.missing();
    }

    /// This plan for a checkpoint: its sizes and options become the network's.
    ///
    /// @throws ExperimentException if it is none of BEATs
    /// @throws IOException         if it cannot be read
    public BeatsPlan from(Path weights) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
            checkpoint.refuseTokenizer();
            BeatsArchitecture network = (BeatsArchitecture) recipe.network();
            return new BeatsPlan(
                    recipe.withNetwork(
                            new BeatsArchitecture(checkpoint.config().headless(), network.pooling(), network.recompute())),
                    weights.toAbsolutePath().normalize().toString());
        }
    }

    @Override
    public Optional<String> weights() throws IOException {
        return pretrained.equals(NONE)
                ? Optional.of(PublishedBeats.RANDOM)
                : PublishedBeats.remark(Sha256.of(Path.of(pretrained)));
    }

    @Override
    public Start start(SupervisedRun run) throws IOException {
        return pretrained.equals(NONE) ? Start.RANDOM : new FromCheckpoint(Path.of(pretrained), Sha256.of(Path.of(pretrained)));
    }

    private record FromCheckpoint(Path weights, String sha256) implements Start {

        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
            BeatsClassifier classifier = (BeatsClassifier) network;
            try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
                checkpoint.load(classifier.beats());
            }
            return network.parameters().keySet().stream().filter(name -> name.startsWith("beats.")).collect(Collectors.toSet());
        }

        @Override
        public String describe() {
            return "BEATs with SHA-256 " + sha256;
        }
    }
}
