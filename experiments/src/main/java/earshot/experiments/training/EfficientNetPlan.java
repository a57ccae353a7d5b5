package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.data.Dataset;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.EfficientNetArchitecture;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.weights.EfficientNetWeights;
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
        if (weights().none()) {
            return;
        }
        Path file = weights().file();
        Module network = recipe.network().build(Backends.create("cpu", 1), new NoiseSource(0), 1, 0);
        try {
            EfficientNetWeights.loadBody(file, network);
        } finally {
            network.release();
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
        return weights().start(EfficientNetPlan::loadBody);
    }

    /// All but the classifier.
    private static Set<String> loadBody(Path file, Module network) throws IOException {
        EfficientNetWeights.loadBody(file, network);
        Set<String> learned = new LinkedHashSet<>(network.parameters().keySet());
        learned.removeIf(EfficientNet::isClassifier);
        return learned;
    }
}
