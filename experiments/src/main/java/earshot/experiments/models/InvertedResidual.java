package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.DropPath;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.engine.nn.SqueezeExcite;
import java.util.ArrayList;
import java.util.List;

/// A block that is wide inside and narrow at its ends (Sandler et al., "MobileNetV2: Inverted residuals and linear bottlenecks", 2018),
/// with squeeze and excitation, as torchvision's {@code MBConv}: a 1×1 convolution that widens, a depthwise one, squeeze and excitation to a
/// quarter of the block's input channels, a 1×1 convolution that narrows; with a shortcut where shapes allow, and then with stochastic
/// depth (Huang et al., 2016).
final class InvertedResidual extends Module {
    private final Sequential block;
    private final DropPath stochasticDepth;

    /// @param in channels of the input
    /// @param out channels of the result
    /// @param expand factor for the channels inside; with 1 there is no convolution that widens
    /// @param kernel size of the depthwise convolution
    /// @param stride of the depthwise convolution
    /// @param drop probability that the branch is left out
    record Config(int in, int out, int expand, int kernel, int stride, double drop) {
    }

    InvertedResidual(ParameterSource source, NoiseSource noise, Config c) {
        int inside = c.in * c.expand;
        List<Module> parts = new ArrayList<>();
        if (c.expand != 1) {
            parts.add(new ConvNorm(source, c.in, inside, 1, 1, 1, true));
        }
        parts.add(new ConvNorm(source, inside, inside, c.kernel, c.stride, inside, true));
        parts.add(new SqueezeExcite(source, inside, Math.max(1, c.in / 4), Tensor::silu));
        parts.add(new ConvNorm(source, inside, c.out, 1, 1, 1, false));
        block = part("block", new Sequential(parts));
        stochasticDepth = c.stride == 1 && c.in == c.out ? part("stochastic_depth", new DropPath(noise, c.drop)) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = block.apply(x);
        return stochasticDepth == null ? y : stochasticDepth.apply(y).addInPlace(x);
    }
}
