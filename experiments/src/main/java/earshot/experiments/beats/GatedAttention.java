package earshot.experiments.beats;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.nn.Fans;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.ops.Attention;
import earshot.engine.ops.Heads;
import earshot.kernels.attention.AttentionDropout;

/// Self-attention that is told how far tokens are apart, and in which each query says how much it wants to know (Chi et al., "XLM-E", 2022):
///
/// ```
/// scores = q kᵀ / √d + gate · bias      gate = a · (b · grep_a - 1) + 2
/// ```
///
/// with `a` and `b` in (0, 1) from the query, for each head. Names are those of the published checkpoints.
final class GatedAttention extends Module {
    /// Outputs of the map that gates come from; half of them are summed to `a`, the others to `b`.
    private static final int GATES = 8;

    private final int heads;
    private final double dropout;
    private final NoiseSource noise;
    private final Parameter grepA;
    private final Linear k;
    private final Linear v;
    private final Linear q;
    private final Linear out;
    private final Linear grep;

    GatedAttention(ParameterSource source, NoiseSource noise, BeatsConfig c) {
        int width = c.layers().width();
        heads = c.layers().heads();
        dropout = c.drops().attention();
        this.noise = noise;
        boolean gated = c.positions().gated();
        Initializer direct = c.layers().deepNorm() ? Initializer.xavierNormal(new Fans(width, width), 1) : BeatsEncoder.BERT;
        Initializer onPath = BeatsEncoder.onPath(c.layers(), width, width);
        grepA = gated
                ? learned("grep_a", source.parameter(Shape.of(1, heads, 1, 1), Layout.PLAIN, new Initializer.Constant(1)))
                : null;
        k = part("k_proj", linear(source, width, width, direct));
        v = part("v_proj", linear(source, width, width, onPath));
        q = part("q_proj", linear(source, width, width, direct));
        out = part("out_proj", linear(source, width, width, onPath));
        grep = gated ? part("grep_linear", linear(source, width / heads, GATES, BeatsEncoder.BERT)) : null;
    }

    private static Linear linear(ParameterSource source, int in, int to, Initializer weight) {
        return new Linear(source, in, to, weight, new Initializer.Constant(0));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return out.apply(heads(x, null, null));
    }

    /// The heads' results side by side, before the last map.
    ///
    /// @param x       `[B, T, E]`
    /// @param bias    `[1, H, T, T]`, may be null
    /// @param padding `[B, T]`, 0 for the keys that count; may be null
    Tensor heads(Tensor x, Tensor bias, Tensor padding) {
        AttentionDropout drop = training() && dropout > 0
                ? new AttentionDropout(dropout, noise.seed(), noise.nextStream())
                : AttentionDropout.NONE;
        double scale = 1 / Math.sqrt((double) x.shape().size(-1) / heads);
        Attention op = new Attention(new Heads.SideBySide(heads), scale, padding, drop);
        Tensor queries = q.apply(x);
        Tensor keys = k.apply(x);
        Tensor values = v.apply(x);
        if (bias == null) {
            return Tape.apply(op, queries, keys, values);
        }
        return Tape.apply(op, queries, keys, values, grep == null ? bias : bias.mul(seen("gate", gate(queries))));
    }

    /// The last map, without and with a shortcut.
    Linear out() {
        return out;
    }

    /// @param queries `[B, T, E]`
    /// @return `[B, H, T, 1]`
    private Tensor gate(Tensor queries) {
        int b = queries.shape().size(0);
        int t = queries.shape().size(1);
        Tensor sums = grep.apply(queries.reshape(b, t, heads, -1)).reshape(b, t, heads, 2, GATES / 2).sum(-1).sigmoid();
        Tensor inner = sums.slice(3, 1, 2).mul(grepA.value().reshape(heads, 1)).affine(1, -1);
        return sums.slice(3, 0, 1).mul(inner).affine(1, 2).permute(0, 2, 1, 3);
    }
}
