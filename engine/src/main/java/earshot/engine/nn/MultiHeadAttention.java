package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Attention;
import earshot.engine.ops.Heads;
import earshot.kernels.attention.AttentionDropout;

/// Self-attention of a sequence {@code [B, T, E]}: one linear map to queries, keys and values (in this order, as PyTorch packs
/// them), [Attention] of every head, a linear map back. Begins as PyTorch's: the first map by Xavier's rule, biases 0.
public final class MultiHeadAttention extends Module {
    private final int width;
    private final int heads;
    private final NoiseSource noise;
    private final double dropout;
    private final Parameter inWeight;
    private final Parameter inBias;
    private final Linear out;

    /// @param noise where the dropout's masks come from; may be null without dropout
    /// @param width E
    /// @param heads a divisor of {@code width}
    /// @param dropout probability that a weight becomes 0 while training
    /// @throws IllegalArgumentException if the heads do not divide the width, or {@code dropout} is no probability
    public MultiHeadAttention(ParameterSource source, NoiseSource noise, int width, int heads, double dropout) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "multi-head attention: " + heads + " heads do not divide the width " + width + "; choose a divisor");
        }
        new AttentionDropout(dropout, 0, 0); // refuses a wrong probability when the network is built, not when it first trains
        this.width = width;
        this.heads = heads;
        this.noise = noise;
        this.dropout = dropout;
        Initializer xavier = new Initializer.Uniform(Math.sqrt(6.0 / (width + 3 * width)));
        inWeight = learned("in_proj_weight", source.parameter(Shape.of(3 * width, width), Layout.PLAIN, xavier));
        inBias = learned("in_proj_bias", source.parameter(Shape.of(3 * width), Layout.PLAIN, new Initializer.Constant(0)));
        out = part("out_proj", new Linear(source, width, width, new Initializer.Constant(0)));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return forward(x, null, null);
    }

    /// Runs the forward pass with padding or with a bias.
    ///
    /// @param bias {@code [1 or B, 1 or H, T, T]}, added to the scores; may be null
    /// @param padding {@code [B, T]}, 0 for the keys that count, any other number for those left out; may be null
    public Tensor apply(Tensor x, Tensor bias, Tensor padding) {
        return run(() -> forward(x, bias, padding));
    }

    /// Runs the forward pass and adds a shortcut, which costs no pass of its own.
    ///
    /// @param bias as above, may be null
    /// @param padding likewise
    /// @param r {@code [B, T, E]}
    Tensor apply(Tensor x, Tensor bias, Tensor padding, Tensor r) {
        return run(() -> out.apply(heads(x, bias, padding), r));
    }

    private Tensor forward(Tensor x, Tensor bias, Tensor padding) {
        return out.apply(heads(x, bias, padding));
    }

    private Tensor heads(Tensor x, Tensor bias, Tensor padding) {
        AttentionDropout drop = training() && dropout > 0
                ? new AttentionDropout(dropout, noise.seed(), noise.nextStream())
                : AttentionDropout.NONE;
        Attention op = new Attention(new Heads.Packed(heads), 1 / Math.sqrt((double) width / heads), padding, drop);
        Tensor packed = x.linear(inWeight.value(), inBias.value());
        return bias == null ? Tape.apply(op, packed) : Tape.apply(op, packed, bias);
    }

    /// How much each step looks at each other one, by head: what [Attention] multiplies values with, for looking at. Without dropout,
    /// bias or padding.
    ///
    /// @param x {@code [B, T, E]}
    /// @return {@code [B, H, T, T]}, the last axis sums to 1
    public Tensor weights(Tensor x) {
        return run(() -> {
            int batch = x.shape().size(0);
            int steps = x.shape().size(1);
            int each = width / heads;
            Tensor packed = x.linear(inWeight.value(), inBias.value()).reshape(batch, steps, 3, heads, each)
                    .permute(2, 0, 3, 1, 4);
            Tensor q = packed.slice(0, 0, 1).reshape(batch, heads, steps, each);
            Tensor k = packed.slice(0, 1, 2).reshape(batch, heads, steps, each);
            return q.matmul(k, false, true).affine(1 / Math.sqrt(each), 0).softmax();
        });
    }
}
