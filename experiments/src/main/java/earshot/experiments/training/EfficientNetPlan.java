package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.EfficientNetArchitecture;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.weights.EfficientNetWeights;
import earshot.experiments.weights.Origin;
import earshot.experiments.weights.WeightsFolder;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// EfficientNet-B0 with what it learned from ImageNet's photographs, trained further as a whole on pictures of sounds. Only the classifier
/// begins anew; all else gets the lower rate of [Optimization#pretrainedLr].
///
/// @param pretrained name of public weights, path of a file, or {@code none} for random ones
/// @param recipe     of the training
public record EfficientNetPlan(String pretrained, Recipe recipe) implements Plan {
    /// What stands for random weights.
    public static final String NONE = "none";

    /// torchvision's weights, at a tenth of the classifier's rate.
    public static final EfficientNetPlan STANDARD = new EfficientNetPlan("efficientnet-b0",
            new Recipe(null, "all", 30, 32, 1e-3, 0.01, 0.1, 5, 0, Optimization.ONE_CYCLE, LogMelFrontEnd.STANDARD,
                    Scaling.TRAINING, EfficientNetArchitecture.B0, Recipe.RESNET34.augment(), Recipe.RESNET34.views(),
                    WaveSettings.OFF));

    @Override
    public EfficientNetPlan withRecipe(Recipe other) {
        return new EfficientNetPlan(pretrained, other);
    }

    /// Tries the weights on a network of as many classes as it takes to see whether they fit.
    @Override
    public void require(Dataset dataset) throws IOException {
        if (pretrained.equals(NONE)) {
            return;
        }
        Path file = file();
        Module network = recipe.network().build(Backends.create("cpu", 1), new NoiseSource(0), 1, 0);
        try {
            EfficientNetWeights.loadBody(file, network);
        } finally {
            network.release();
        }
    }

    @Override
    public String needs() {
        if (pretrained.equals(NONE)) {
            return null;
        }
        try {
            file();
            return null;
        } catch (ExperimentException absent) {
            return absent.getMessage();
        }
    }

    private Path file() {
        return WeightsFolder.ofUser().find(pretrained);
    }

    @Override
    public Start start(SupervisedRun run) throws IOException {
        return pretrained.equals(NONE) ? new Body(null, Origin.NOWHERE) : new Body(file(), Origin.of(file()));
    }

    /// All but the classifier.
    ///
    /// @param file null for random weights
    private record Body(Path file, Origin origin) implements Start {

        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
            if (file == null) {
                return Set.of();
            }
            EfficientNetWeights.loadBody(file, network);
            Set<String> learned = new LinkedHashSet<>(network.parameters().keySet());
            learned.removeIf(EfficientNet::isClassifier);
            return learned;
        }

        @Override
        public String describe() {
            return origin.toString();
        }

        @Override
        public String weights() {
            return origin.toString();
        }
    }
}
