package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.List;

/// EfficientNet-B0 (Tan and Le, "EfficientNet: Rethinking model scaling for convolutional neural networks", 2019) of any width, as
/// torchvision defines it: its names, order and initialisation. Images in, logits {@code [N, classes]} out.
///
/// A stem, seven stages of [InvertedResidual] blocks, a 1×1 convolution to four times the channels, means, dropout, a linear map.
public final class EfficientNet extends Module implements Encoder {
    private static final String CLASSIFIER = "classifier";
    private static final int STEM = 32;
    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 16, 1),
            new Stage(6, 3, 2, 24, 2),
            new Stage(6, 5, 2, 40, 2),
            new Stage(6, 3, 2, 80, 3),
            new Stage(6, 5, 1, 112, 3),
            new Stage(6, 5, 2, 192, 4),
            new Stage(6, 3, 1, 320, 1));

    private final ImageNetPicture picture;
    private final Sequential features;
    private final Sequential classifier;

    /// Blocks that give the same channels, of which the first has the stride.
    private record Stage(int expand, int kernel, int stride, int out, int blocks) {
    }

    /// What to build.
    ///
    /// @param inputChannels 1 for a spectrogram
    /// @param width factor for all channels, which are then rounded to multiples of 8; 1 in the paper
    /// @param classes number of logits
    /// @param dropout probability of 0 before the linear map
    /// @param stochasticDepth probability that the last block's branch is left out; it rises from 0 at the first block
    public record Config(int inputChannels, double width, int classes, double dropout, double stochasticDepth) {

        public Config {
            if (inputChannels < 1 || !(width > 0) || classes < 1) {
                throw new IllegalArgumentException(
                        "efficientnet: need at least 1 input channel and class and a width above 0, got " + inputChannels
                                + " channels, " + classes + " classes, width " + width);
            }
        }

        /// EfficientNet-B0: width 1, dropout and stochastic depth 0.2.
        public static Config b0(int inputChannels, int classes) {
            return new Config(inputChannels, 1, classes, 0.2, 0.2);
        }

        /// Channels at this width: the nearest multiple of 8, but not more than a tenth below.
        private int channels(int atWidthOne) {
            double wanted = atWidthOne * width;
            int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
            return rounded < 0.9 * wanted ? rounded + 8 : rounded;
        }
    }

    /// A network for images as they come.
    ///
    /// @param noise where the masks of dropout and stochastic depth come from
    /// @param seed of the initial weights
    public EfficientNet(Backend backend, NoiseSource noise, Config config, long seed) {
        this(backend, noise, config, null, seed);
    }

    /// A network for spectrograms `[N, H, W, 1]` of mean 0 and deviation 1, three input channels in the configuration.
    ///
    /// @param noise   where the masks of dropout and stochastic depth come from
    /// @param picture how they become images like those of ImageNet; null for images as they come
    /// @param seed    of the initial weights
    public EfficientNet(Backend backend, NoiseSource noise, Config config, ImageNetPicture picture, long seed) {
        this.picture = picture;
        ParameterSource source = new ParameterSource(backend, seed);
        List<Module> parts = new ArrayList<>();
        int in = config.channels(STEM);
        parts.add(new ConvNorm(source, config.inputChannels, in, 3, 2, 1, true));
        int all = STAGES.stream().mapToInt(Stage::blocks).sum();
        int number = 0;
        for (Stage stage : STAGES) {
            int out = config.channels(stage.out);
            List<Module> blocks = new ArrayList<>();
            for (int b = 0; b < stage.blocks; b++) {
                blocks.add(new InvertedResidual(source, noise, new InvertedResidual.Config(in, out, stage.expand, stage.kernel,
                        b == 0 ? stage.stride : 1, config.stochasticDepth * number++ / all)));
                in = out;
            }
            parts.add(new Sequential(blocks));
        }
        parts.add(new ConvNorm(source, in, 4 * in, 1, 1, 1, true));
        features = part("features", new Sequential(parts));
        Linear linear = new Linear(source, 4 * in, config.classes, new Initializer.Uniform(1 / Math.sqrt(config.classes)),
                new Initializer.Constant(0));
        classifier = part(CLASSIFIER, new Sequential(List.of(new Dropout(noise, config.dropout), linear)));
    }

    /// Whether an entry of the state belongs to the last layer, which depends on the classes.
    public static boolean isClassifier(String name) {
        return name.startsWith(CLASSIFIER + ".");
    }

    /// The mean over all pixels of the last convolution, four times the channels of the last stage.
    @Override
    public Tensor features(Tensor x) {
        return run(() -> features.apply(picture == null ? x : picture.of(x)).globalAvgPool());
    }

    @Override
    protected Tensor forward(Tensor x) {
        return classifier.apply(features(x));
    }
}
