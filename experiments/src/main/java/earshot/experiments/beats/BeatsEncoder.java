package earshot.experiments.beats;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Fans;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.LayerNorm;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Recomputation;
import earshot.engine.nn.WeightNormConv1d;
import earshot.engine.ops.Conv1d;
import java.util.ArrayList;
import java.util.List;

/// BEATs' Transformer on tokens `[B, T, E]`: positions by a convolution, then the layers. Names are those of the published checkpoints.
final class BeatsEncoder extends Module {
    /// How linear maps begin where deep norm has no say.
    static final Initializer BERT = new Initializer.Normal(0.02);

    private final BeatsConfig config;
    private final NoiseSource noise;
    private final WeightNormConv1d convolution;
    private final Parameter distances;
    private final List<BeatsLayer> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Dropout dropout;
    private boolean recompute;

    BeatsEncoder(ParameterSource source, NoiseSource noise, BeatsConfig c) {
        config = c;
        this.noise = noise;
        int width = c.layers().width();
        BeatsConfig.Positions p = c.positions();
        convolution = part("pos_conv.0", new WeightNormConv1d(source, width, width, p.taps(),
                new Conv1d(1, p.taps() / 2, 1, p.groups()), new Initializer.Normal(Math.sqrt(4.0 / (p.taps() * width)))));
        // All layers share the first one's table, and the checkpoints name it as a part of that.
        distances = p.relative()
                ? learned(BeatsCheckpoint.TABLE,
                        source.parameter(Shape.of(p.buckets(), c.layers().heads()), Layout.PLAIN, BERT))
                : null;
        for (int i = 0; i < c.layers().count(); i++) {
            layers.add(part("layers." + i, new BeatsLayer(source, noise, c)));
        }
        norm = part("layer_norm", new LayerNorm(source, width));
        dropout = part("dropout", new Dropout(noise, c.drops().hidden()));
    }

    /// How a linear map on the residual path begins: for deep norm by Xavier's rule with the gain `(8 · layers)^(-1/4)`.
    static Initializer onPath(BeatsConfig.Layers c, int in, int out) {
        return c.deepNorm() ? Initializer.xavierNormal(new Fans(in, out), Math.pow(8.0 * c.count(), -0.25)) : BERT;
    }

    /// Whether the layers' activations are computed again in the backward pass instead of being kept.
    void recompute(boolean on) {
        recompute = on;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /// @param padding `[B, T]`, 0 for the tokens that count, any other number for padding; may be null
    Tensor apply(Tensor x, Tensor padding) {
        return seen("", run(() -> forward(x, padding)));
    }

    private Tensor forward(Tensor x, Tensor padding) {
        int b = x.shape().size(0);
        int t = x.shape().size(1);
        Tensor sound = padding == null ? x : x.maskFill(padding.reshape(b, t, 1), 0);
        Tensor placed = sound.add(seen("pos_conv", positions(sound)));
        Tensor y = dropout.apply(seen("in", config.layers().normFirst() ? placed : norm.apply(placed)));
        Tensor bias = distances == null ? null : bias(t);
        for (BeatsLayer layer : layers) {
            y = slowed(y);
            if (!training() || !noise.happens(config.drops().layer())) {
                y = run(layer, y, bias, padding);
            }
        }
        return config.layers().normFirst() ? norm.apply(y) : y;
    }

    private Tensor run(BeatsLayer layer, Tensor x, Tensor bias, Tensor padding) {
        if (!recompute) {
            return layer.apply(x, bias, padding);
        }
        return bias == null
                ? Recomputation.of(noise, in -> layer.apply(in.getFirst(), null, padding), x)
                : Recomputation.of(noise, in -> layer.apply(in.getFirst(), in.getLast(), padding), x, bias);
    }

    /// As many steps as there are tokens: padding for an even number of taps gives one more.
    private Tensor positions(Tensor x) {
        Tensor y = convolution.apply(x);
        return (config.positions().taps() % 2 == 0 ? y.slice(1, 0, x.shape().size(1)) : y).gelu();
    }

    /// `[1, H, T, T]`: what is added to the score of a query and a key for their distance.
    private Tensor bias(int t) {
        RelativeBuckets buckets = new RelativeBuckets(config.positions().buckets(), config.positions().maxDistance());
        Tensor index = Tensor.ofInts(distances.value().backend(), Shape.of(t, t), buckets.pairs(t));
        return distances.value().embedding(index).permute(2, 0, 1).reshape(1, config.layers().heads(), t, t);
    }

    /// The same values, with only a part of the gradient going further down.
    private Tensor slowed(Tensor x) {
        double ratio = config.layers().gradientDecay();
        if (ratio == 1 || !x.requiresGradient()) {
            return x;
        }
        Tensor constant = x.detach();
        return constant.add(x.sub(constant).affine(ratio, 0));
    }
}
