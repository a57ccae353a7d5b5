package earshot.experiments.conform;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import tools.jackson.databind.JsonNode;

/// Networks as attributes describe them.
final class Networks {
    private static final double EPS = 1e-5;
    private static final double MOMENTUM = 0.1;

    private Networks() {
    }

    /// A network in any state.
    ///
    /// @throws IllegalArgumentException if there is no such network, or not with these attributes
    static Module build(String name, JsonNode a, Backend backend) {
        if (a.path("bn_eps").asDouble(EPS) != EPS || a.path("bn_momentum").asDouble(MOMENTUM) != MOMENTUM) {
            throw new IllegalArgumentException(name + ": expected batch norms of eps " + EPS + " and momentum " + MOMENTUM
                    + ", got " + a.path("bn_eps") + " and " + a.path("bn_momentum"));
        }
        int channels = a.path("in_channels").asInt(1);
        int classes = a.path("classes").intValue();
        return switch (name) {
            case "resnet34" -> new ResNet(backend, ResNet.Config.resnet34(channels, a.path("base_width").asInt(64), classes), 0);
            case "efficientnet_b0" -> new EfficientNet(backend, new NoiseSource(0), new EfficientNet.Config(channels,
                    a.path("width_mult").asDouble(1), classes, a.path("dropout").asDouble(0),
                    a.path("stochastic_depth").asDouble(0)), 0);
            default -> throw new IllegalArgumentException("expected resnet34 or efficientnet_b0, got network " + name);
        };
    }
}
