package earshot.engine.nn;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Activation;

/// One layer of a Transformer's encoder (Vaswani et al., 2017) on a sequence {@code [B, T, E]}: self-attention, then a feed-forward
/// part, each with a residual path and a layer norm, which stands before the part (pre-norm) or behind the sum (post-norm):
///
/// ```
/// pre:   x = x + attention(norm1(x))      x = x + linear2(activation(linear1(norm2(x))))
/// post:  x = norm1(x + attention(x))      x = norm2(x + linear2(activation(linear1(x))))
/// ```
///
/// Names are those of PyTorch's {@code TransformerEncoderLayer}, and so are the three places of the dropout.
public final class TransformerEncoderLayer extends Module {
    private final boolean normFirst;
    private final Activation activation;
    private final MultiHeadAttention attention;
    private final Linear linear1;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout;

    /// What all layers of an encoder have in common.
    ///
    /// @param width E
    /// @param heads a divisor of {@code width}
    /// @param feedForward width between the linear maps
    /// @param dropout probability of 0 in attention weights and behind the activation and both parts
    /// @param activation between them
    /// @param normFirst pre-norm
    /// @param eps of the norms
    public record Config(int width, int heads, int feedForward, double dropout, Activation activation,
            boolean normFirst, double eps) {
    }

    /// @param noise where the dropout's masks come from; may be null without dropout
    public TransformerEncoderLayer(ParameterSource source, NoiseSource noise, Config c) {
        normFirst = c.normFirst;
        activation = c.activation;
        attention = part("self_attn", new MultiHeadAttention(source, noise, c.width, c.heads, c.dropout));
        linear1 = part("linear1", new Linear(source, c.width, c.feedForward));
        dropout = part("dropout", new Dropout(noise, c.dropout));
        linear2 = part("linear2", new Linear(source, c.feedForward, c.width));
        norm1 = part("norm1", norm(source, c));
        norm2 = part("norm2", norm(source, c));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /// Runs the forward pass of padded sequences.
    ///
    /// @param padding {@code [B, T]}, 0 for the steps that count, any other number for padding; may be null
    public Tensor apply(Tensor x, Tensor padding) {
        return run(() -> forward(x, padding));
    }

    private Tensor forward(Tensor x, Tensor padding) {
        if (normFirst) {
            Tensor y = attention(norm1.apply(x), padding, x);
            return feedForward(norm2.apply(y), y);
        }
        Tensor y = norm1.apply(attention(x, padding, x));
        return norm2.apply(feedForward(y, y));
    }

    private Tensor attention(Tensor x, Tensor padding, Tensor r) {
        return dropout.idle()
                ? attention.apply(x, null, padding, r)
                : r.add(dropout.apply(attention.apply(x, null, padding)));
    }

    private Tensor feedForward(Tensor x, Tensor r) {
        Tensor y = dropout.apply(linear1.apply(x, activation));
        return dropout.idle() ? linear2.apply(y, r) : r.add(dropout.apply(linear2.apply(y)));
    }

    /// See [MultiHeadAttention#weights].
    Tensor weights(Tensor x) {
        return run(() -> attention.weights(normFirst ? norm1.apply(x) : x));
    }

    private static LayerNorm norm(ParameterSource source, Config c) {
        return new LayerNorm(source, Shape.of(c.width), c.eps, true);
    }
}
