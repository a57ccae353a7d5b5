package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.BeatsFrontEnd;
import earshot.experiments.files.Sha256;
import earshot.experiments.models.HeadArchitecture;
import earshot.experiments.weights.Catalogue;
import earshot.experiments.weights.KnownWeights;
import earshot.experiments.weights.Origin;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A head on the features of BEATs, which learns nothing. The network is the recipe's front end.
///
/// @param recipe of the head's training; its front end is a [BeatsFrontEnd]
public record FrozenPlan(Recipe recipe) implements Plan {
    private static final Recipe.Augment NOTHING = new Recipe.Augment(0, 0, 0, 0, 0, 0, 0, 0);

    /// A linear head on what the network hears that the published experiments begin from.
    public static final FrozenPlan STANDARD = standard(Catalogue.named(BeatsPlan.WEIGHTS));

    private static FrozenPlan standard(KnownWeights weights) {
        return of(new BeatsFrontEnd(WeightsFolder.ofUser().place(weights).toString(), weights.sha256(), 5, 768, TokenPooling.MEAN,
                BeatsSound.STANDARD));
    }

    private static FrozenPlan of(BeatsFrontEnd frontEnd) {
        return new FrozenPlan(new Recipe(null, "all", 100, 32, 1e-3, 0.01, 0, 0, 0, Optimization.CONSTANT, frontEnd, Scaling.NONE,
                new HeadArchitecture(frontEnd.mels(), 0, 0), NOTHING, NOTHING, WaveSettings.OFF));
    }

    /// The same on another checkpoint.
    ///
    /// @param pooling from tokens to clips
    /// @throws ExperimentException if it is none of BEATs
    /// @throws IOException         if it cannot be read
    public static FrozenPlan on(Path weights, TokenPooling pooling) throws IOException {
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
            checkpoint.refuseTokenizer();
            return of(new BeatsFrontEnd(weights.toAbsolutePath().normalize().toString(), Sha256.of(weights), 5,
                    checkpoint.config().layers().width(), pooling, BeatsSound.STANDARD));
        }
    }

    private BeatsFrontEnd frontEnd() {
        return (BeatsFrontEnd) recipe.frontEnd();
    }

    @Override
    public FrozenPlan withRecipe(Recipe other) {
        return new FrozenPlan(other);
    }

    @Override
    public void require(Dataset dataset) {
        String needs = needs();
        if (needs != null) {
            throw new ExperimentException(needs);
        }
    }

    @Override
    public String needs() {
        return Files.isRegularFile(Path.of(frontEnd().weights()))
                ? null
                : "weights " + frontEnd().weights() + ": no such file; fetch them: earshot weights fetch " + BeatsPlan.WEIGHTS
                        + ", or name others by --pretrained";
    }

    @Override
    public Start start(SupervisedRun run) {
        String sha256 = frontEnd().sha256();
        return new Head(new Origin(Catalogue.ofDigest(sha256).map(KnownWeights::name).orElse(null), sha256));
    }

    /// Random weights of the head, which is all that learns.
    private record Head(Origin origin) implements Start {

        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) {
            return Set.of();
        }

        @Override
        public String describe() {
            return "a new head on " + origin;
        }

        @Override
        public String weights() {
            return origin.toString();
        }
    }
}
