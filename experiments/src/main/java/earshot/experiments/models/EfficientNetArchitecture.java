package earshot.experiments.models;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;

/// An [EfficientNet] on pictures that are made to look like ImageNet's, see [ImageNetPicture].
///
/// @param width           factor for all channels; 1 is EfficientNet-B0
/// @param dropout         before the classifier
/// @param stochasticDepth of the last block
/// @param span            deviations on either side of the mean that black to white holds
public record EfficientNetArchitecture(double width, double dropout, double stochasticDepth, double span)
        implements
            Architecture {
    private static final int CHANNELS = 3;
    private static final int MOST_WIDTH = 16;

    /// EfficientNet-B0 as torchvision trains it. Three deviations on either side hold nearly all of a log-mel.
    public static final EfficientNetArchitecture B0 = new EfficientNetArchitecture(1, 0.2, 0.2, 3);

    public EfficientNetArchitecture {
        require(width > 0 && width <= MOST_WIDTH, "width", "above 0 and at most " + MOST_WIDTH, width);
        require(dropout >= 0 && dropout < 1, "dropout", "at least 0 and below 1", dropout);
        require(stochasticDepth >= 0 && stochasticDepth < 1, "stochasticDepth", "at least 0 and below 1", stochasticDepth);
        require(span > 0 && Double.isFinite(span), "span", "above 0", span);
    }

    private static void require(boolean fine, String key, String expected, double got) {
        if (!fine) {
            throw ExperimentException.configuration("network." + key, expected, got);
        }
    }

    @Override
    public Module build(Backend backend, NoiseSource noise, int classes, long seed) {
        return new EfficientNet(backend, noise, new EfficientNet.Config(CHANNELS, width, classes, dropout, stochasticDepth),
                new ImageNetPicture(span), seed);
    }

    @Override
    public String describe() {
        return "EfficientNet-B0" + (width == 1 ? "" : ", width " + width) + ", pictures as three equal channels";
    }
}
