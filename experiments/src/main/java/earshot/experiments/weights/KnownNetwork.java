package earshot.experiments.weights;

import earshot.engine.checkpoint.Need;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.StoredTensor;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.models.EfficientNet;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Networks whose public files are understood, each with one tensor that no other has.
public enum KnownNetwork {
    /// A network and what turns its features into codes. Before [#BEATS], which it contains.
    BEATS_TOKENIZER("BEATs tokenizer", "model/quantize.embedding.weight", BeatsNeeds::tokenizer),
    /// Microsoft's network, self-supervised or fine-tuned.
    BEATS("BEATs", "model/encoder.pos_conv.0.weight_v", BeatsNeeds::encoder),
    /// Under torchvision's names.
    EFFICIENTNET_B0("EfficientNet-B0", "features.8.0.weight", file -> efficientNet(file, "classifier.1.weight")),
    /// Under timm's names.
    EFFICIENTNET_B0_TIMM("EfficientNet-B0 (timm's names)", "conv_head.weight",
            file -> TimmNames.of(efficientNet(file, "classifier.weight")));

    private static final int IMAGENET_CHANNELS = 3;
    private static final int IMAGENET_CLASSES = 1000;
    private static final int MOST_CLASSES = 1 << 16;

    private final String title;
    private final String tensor;
    private final Function<CheckpointFile, Map<String, Need>> needs;

    KnownNetwork(String title, String tensor, Function<CheckpointFile, Map<String, Need>> needs) {
        this.title = title;
        this.tensor = tensor;
        this.needs = needs;
    }

    /// Its name for people.
    @Override
    public String toString() {
        return title;
    }

    /// Which network a file holds, judged by one name alone; empty if it is none of these.
    public static Optional<KnownNetwork> of(CheckpointFile file) {
        return Arrays.stream(values()).filter(a -> file.tensors().containsKey(a.tensor)).findFirst();
    }

    /// All that a file of this network must hold, by the names it must have there. What may differ from file to file, as the number of
    /// classes does, is taken from the file.
    ///
    /// @throws earshot.experiments.ExperimentException if the file says too little of itself
    public Map<String, Need> needs(CheckpointFile file) {
        return needs.apply(file);
    }

    private static Map<String, Need> efficientNet(CheckpointFile file, String classifier) {
        StoredTensor weight = file.tensors().get(classifier);
        int classes = weight == null || weight.shape().rank() != 2
                ? IMAGENET_CLASSES
                : Math.clamp(weight.shape().size(0), 1, MOST_CLASSES);
        EfficientNet network = new EfficientNet(Backends.create("cpu", 1), new NoiseSource(0),
                EfficientNet.Config.b0(IMAGENET_CHANNELS, classes), 0);
        try {
            return Need.of(network);
        } finally {
            network.release();
        }
    }
}
