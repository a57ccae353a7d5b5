package earshot.experiments.beats;

import earshot.engine.Tensor;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.LayerNorm;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;

/// One layer of BEATs' Transformer:
///
/// ```
/// norms behind:  x = norm1(α x + attention(x))      x = norm2(α x + fc2(activation(fc1(x))))
/// norms first:   x = x + attention(norm1(x))        x = x + fc2(activation(fc1(norm2(x))))
/// ```
///
/// with `α` above 1 for deep norm. Names are those of the published checkpoints.
final class BeatsLayer extends Module {
    private final BeatsConfig.Layers config;
    private final boolean drops;
    private final GatedAttention attention;
    private final LayerNorm norm1;
    private final Linear fc1;
    private final Linear fc2;
    private final LayerNorm norm2;
    private final Dropout dropout;
    private final Dropout innerDropout;

    BeatsLayer(ParameterSource source, NoiseSource noise, BeatsConfig c) {
        config = c.layers();
        drops = c.drops().hidden() > 0;
        int width = config.width();
        int inner = config.feedForward();
        attention = part("self_attn", new GatedAttention(source, noise, c));
        norm1 = part("self_attn_layer_norm", new LayerNorm(source, width));
        fc1 = part("fc1",
                new Linear(source, width, inner, BeatsEncoder.onPath(config, width, inner), new Initializer.Constant(0)));
        fc2 = part("fc2",
                new Linear(source, inner, width, BeatsEncoder.onPath(config, inner, width), new Initializer.Constant(0)));
        norm2 = part("final_layer_norm", new LayerNorm(source, width));
        dropout = part("dropout", new Dropout(noise, c.drops().hidden()));
        innerDropout = part("activation_dropout", new Dropout(noise, c.drops().activation()));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return forward(x, null, null);
    }

    /// @param bias    `[1, H, T, T]`, may be null
    /// @param padding `[B, T]`, 0 for the tokens that count; may be null
    Tensor apply(Tensor x, Tensor bias, Tensor padding) {
        return seen("", run(() -> forward(x, bias, padding)));
    }

    private Tensor forward(Tensor x, Tensor bias, Tensor padding) {
        if (config.normFirst()) {
            Tensor y = sum(attention.out(), attention.heads(norm1.apply(x), bias, padding), x);
            return sum(fc2, inner(norm2.apply(y)), y);
        }
        Tensor y = norm1.apply(sum(attention.out(), attention.heads(x, bias, padding), residual(x)));
        return norm2.apply(sum(fc2, inner(y), residual(y)));
    }

    private Tensor residual(Tensor x) {
        return config.deepNorm() ? x.affine(config.alpha(), 0) : x;
    }

    private Tensor inner(Tensor x) {
        return innerDropout.apply(config.activation().after(fc1, x));
    }

    /// The end of a branch joins the residual path, in one pass where nothing is dropped between.
    private Tensor sum(Linear last, Tensor x, Tensor residual) {
        return training() && drops ? residual.add(dropout.apply(last.apply(x))) : last.apply(x, residual);
    }
}
