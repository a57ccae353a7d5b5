package earshot.engine.nn;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Layers of a Transformer's encoder, one after another, and perhaps a norm behind the last, which pre-norm layers need. Names are those
/// of PyTorch's {@code TransformerEncoder}.
public final class TransformerEncoder extends Module {
    private final List<TransformerEncoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    /// @param noise where the dropout's masks come from; may be null without dropout
    /// @param count number of layers
    /// @param finalNorm whether a norm stands behind the last
    public TransformerEncoder(ParameterSource source, NoiseSource noise, TransformerEncoderLayer.Config layer, int count,
            boolean finalNorm) {
        for (int i = 0; i < count; i++) {
            layers.add(part("layers." + i, new TransformerEncoderLayer(source, noise, layer)));
        }
        norm = finalNorm ? part("norm", new LayerNorm(source, Shape.of(layer.width()), layer.eps(), true)) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /// Runs the forward pass of padded sequences. Padded steps are left out of every attention, but have results themselves, which
    /// mean nothing.
    ///
    /// @param x {@code [B, T, E]}
    /// @param padding {@code [B, T]}, 0 for the steps that count, any other number for padding; may be null
    public Tensor apply(Tensor x, Tensor padding) {
        return run(() -> forward(x, padding));
    }

    /// How much each step looks at each other one in one of the layers: see [MultiHeadAttention#weights].
    ///
    /// @param layer counted from 0
    public Tensor weights(Tensor x, int layer) {
        return run(() -> {
            Tensor y = x;
            for (TransformerEncoderLayer before : layers.subList(0, layer)) {
                y = before.apply(y);
            }
            return layers.get(layer).weights(y);
        });
    }

    private Tensor forward(Tensor x, Tensor padding) {
        Tensor y = x;
        for (TransformerEncoderLayer layer : layers) {
            y = layer.apply(y, padding);
        }
        return norm == null ? y : norm.apply(y);
    }
}
