package earshot.experiments.models;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import java.util.List;
import java.util.stream.Collectors;

/// A [ResNet] on pictures of one channel.
///
/// @param width  channels of the first stage
/// @param blocks blocks of each stage
public record ResNetArchitecture(int width, List<Integer> blocks) implements Architecture {
    private static final int MOST_CHANNELS = 8192;

    /// ResNet-34.
    public static final ResNetArchitecture RESNET34 = new ResNetArchitecture(64, List.of(3, 4, 6, 3));

    public ResNetArchitecture {
        blocks = List.copyOf(blocks);
        require(width >= 1, "network.width", "at least 1", width);
        require(!blocks.isEmpty() && blocks.stream().allMatch(b -> b >= 1), "network.blocks", "at least one of at least 1",
                blocks);
        // Every stage doubles the width; 3x3 weights of twice as many channels would not fit into one array.
        require(blocks.size() <= 13 && (long) width << blocks.size() - 1 <= MOST_CHANNELS, "network",
                "at most " + MOST_CHANNELS + " channels in the last stage", "width " + width + " doubled for every stage of "
                        + blocks);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration(key, expected, got);
        }
    }

    @Override
    public Module build(Backend backend, NoiseSource noise, int classes, long seed) {
        return new ResNet(backend, new ResNet.Config(1, width, classes, blocks), seed);
    }

    @Override
    public String describe() {
        return "residual, blocks " + blocks.stream().map(String::valueOf).collect(Collectors.joining("-")) + ", width " + width;
    }
}
