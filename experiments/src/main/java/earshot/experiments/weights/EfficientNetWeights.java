package earshot.experiments.weights;

import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Fit;
import earshot.engine.checkpoint.Weights;
import earshot.engine.files.StoredTensor;
import earshot.engine.nn.Module;
import earshot.experiments.ExperimentException;
import earshot.experiments.models.EfficientNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Brings the weights of a public file into an [EfficientNet], by name, whether torchvision's or timm's.
public final class EfficientNetWeights {
    /// Channels of the first convolution at width 1.
    private static final int STEM = 32;

    private EfficientNetWeights() {
    }

    /// Loads everything but the classifier, which stays as it began: for other classes than the file's.
    ///
    /// @throws ExperimentException listing all that does not fit; nothing is loaded then
    /// @throws IOException         if the file cannot be read, is damaged or hostile
    public static void loadBody(Path file, Module network) throws IOException {
        load(file, network, true);
    }

    /// Loads everything.
    ///
    /// @throws ExperimentException listing all that does not fit; nothing is loaded then
    /// @throws IOException         if the file cannot be read, is damaged or hostile
    public static void loadAll(Path file, Module network) throws IOException {
        load(file, network, false);
    }

    /// What the network of a file is: input channels, width and classes are those of its first and last weights; nothing is dropped.
    ///
    /// @throws ExperimentException if the file holds no such network
    /// @throws IOException         if the file cannot be read, is damaged or hostile
    public static EfficientNet.Config config(Path path) throws IOException {
        try (CheckpointFile file = CheckpointFile.open(path)) {
            UnaryOperator<String> inFile = names(path, file);
            StoredTensor stem = file.tensors().get(inFile.apply("features.0.0.weight"));
            StoredTensor last = file.tensors().get(inFile.apply("classifier.1.weight"));
            if (stem == null || last == null || stem.shape().rank() != 4 || last.shape().rank() != 2) {
                throw another(path, "its first convolution or its classifier is missing, or of another shape");
            }
            return new EfficientNet.Config(stem.shape().size(1), (double) stem.shape().size(0) / STEM, last.shape().size(0), 0,
                    0);
        }
    }

    private static void load(Path path, Module network, boolean ownClassifier) throws IOException {
        try (CheckpointFile file = CheckpointFile.open(path)) {
            UnaryOperator<String> inFile = names(path, file);
            Map<String, String> wanted = new LinkedHashMap<>();
            Map<String, StoredTensor> got = new LinkedHashMap<>(file.tensors());
            for (String name : network.state().keySet()) {
                if (ownClassifier && EfficientNet.isClassifier(name)) {
                    got.remove(inFile.apply(name));
                } else {
                    wanted.put(name, inFile.apply(name));
                }
            }
            Weights.load(path.toString(), network, wanted, got);
        } catch (IllegalArgumentException unfit) {
            throw new ExperimentException(unfit.getMessage()
                    + "; give the file of an EfficientNet-B0 (earshot weights check says what a file is)", unfit);
        }
    }

    /// What the file calls the entries of the network's state.
    private static UnaryOperator<String> names(Path path, CheckpointFile file) {
        KnownNetwork held = KnownNetwork.of(file).orElse(null);
        return switch (held) {
            case EFFICIENTNET_B0 -> UnaryOperator.identity();
            case EFFICIENTNET_B0_TIMM -> TimmNames::of;
            case BEATS, BEATS_TOKENIZER -> throw another(path, "it is a " + held);
            case null -> throw another(path, "it has neither torchvision's names nor timm's, but "
                    + file.tensors().size() + " tensors such as "
                    + file.tensors().keySet().stream().limit(Fit.SHOWN).toList());
        };
    }

    private static ExperimentException another(Path path, String what) {
        return new ExperimentException(path + ": holds no EfficientNet-B0: " + what
                + ". Nothing was loaded; give another file, or fetch one: earshot weights fetch efficientnet-b0");
    }
}
