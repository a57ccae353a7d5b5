package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.kernels.Backend;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
import java.util.List;

/// A residual network of [BasicBlock]s (He et al., "Deep residual learning for image recognition", 2016) as torchvision defines
/// it: its names, order and initialisation. Images in, logits {@code [N, classes]} out, or what another last part makes of the features.
public final class ResNet extends Module implements Encoder {
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final List<Sequential> stages = new ArrayList<>();
    private final Module fc;

    /// What to build.
    ///
    /// @param inputChannels 1 for a spectrogram
    /// @param width channels of the first stage; every further stage doubles them
    /// @param classes number of logits
    /// @param blocks number of blocks of each stage
    public record Config(int inputChannels, int width, int classes, List<Integer> blocks) {

        public Config {
            blocks = List.copyOf(blocks);
            if (inputChannels < 1 || width < 1 || classes < 1 || blocks.isEmpty() || blocks.stream().anyMatch(b -> b < 1)) {
                throw new IllegalArgumentException(
                        "resnet: need at least 1 input channel, width, class, stage and block per stage, got "
                                + inputChannels + " channels, width " + width + ", " + classes + " classes, blocks " + blocks);
            }
        }

        /// ResNet-34: 3, 4, 6 and 3 blocks.
        ///
        /// @param width 64 in the paper
        public static Config resnet34(int inputChannels, int width, int classes) {
            return new Config(inputChannels, width, classes, List.of(3, 4, 6, 3));
        }
    }

    /// The last part of a network, `fc`.
    public interface Head {
        /// @param in  features of an image
        /// @param out the configuration's number of classes
        Module of(ParameterSource source, int in, int out);
    }

    /// A network that ends in a linear layer.
    ///
    /// @param seed of the initial weights
    public ResNet(Backend backend, Config config, long seed) {
        this(backend, config, seed, Linear::new);
    }

    /// A network with another last part. All that stands before it begins as it would with the linear one.
    ///
    /// @param seed of the initial weights
    public ResNet(Backend backend, Config config, long seed, Head head) {
        this(new ParameterSource(backend, seed), config, head);
    }

    private ResNet(ParameterSource source, Config config, Head head) {
        conv1 = part("conv1", new Conv2d(source, config.inputChannels, config.width, Window.square(7, 2, 3), false));
        bn1 = part("bn1", new BatchNorm2d(source, config.width));
        int in = config.width;
        for (int s = 0; s < config.blocks.size(); s++) {
            int out = config.width << s;
            List<BasicBlock> blocks = new ArrayList<>();
            for (int b = 0; b < config.blocks.get(s); b++) {
                blocks.add(new BasicBlock(source, in, out, b == 0 && s > 0 ? 2 : 1));
                in = out;
            }
            stages.add(part("layer" + (s + 1), new Sequential(blocks)));
        }
        fc = part("fc", head.of(source, in, config.classes));
    }

    /// The mean over all pixels of the last stage, as many numbers as that has channels.
    @Override
    public Tensor features(Tensor x) {
        return run(() -> {
            Tensor y = bn1.after(conv1, Activation.RELU, x).maxPool2d(Window.square(3, 2, 1));
            for (Sequential stage : stages) {
                y = stage.apply(y);
            }
            return y.globalAvgPool();
        });
    }

    @Override
    protected Tensor forward(Tensor x) {
        return fc.apply(features(x));
    }
}
