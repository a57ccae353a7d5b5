package earshot.experiments.models;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.LayerNorm;
import earshot.engine.nn.Linear;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.engine.nn.TransformerEncoderLayer;
import earshot.experiments.tokens.PatchGrid;
import earshot.kernels.elementwise.Activation;

/// A Transformer over the patches of a picture (Gong et al., "AST", 2021): each patch becomes a vector by a linear map, to which that of its
/// place is added, see [PatchPositions]; then layers of attention, with norms before their parts and one behind the last. In the place of
/// a hidden patch stands one learned vector, the same for all.
public final class PatchTransformer extends PatchEncoder {
    private final int patch;
    private final int width;
    private final int layers;
    private final Linear embed;
    private final Parameter mask;
    private final TransformerEncoder encoder;

    /// What to build.
    ///
    /// @param patch   side of a patch
    /// @param layers  number of layers
    /// @param width   of all vectors, a multiple of 4
    /// @param heads   a divisor of the width; between the linear maps of a layer stand four times the width
    /// @param dropout probability of 0 in attention weights and behind the parts of a layer
    public record Config(int patch, int layers, int width, int heads, double dropout) {
    }

    /// @param noise where the dropout's masks come from; may be null without dropout
    public PatchTransformer(ParameterSource source, NoiseSource noise, Config c) {
        this.patch = c.patch;
        this.width = c.width;
        this.layers = c.layers;
        embed = part("patch_embed", new Linear(source, patch * patch, width));
        // As in BERT.
        mask = learned("mask_token", source.parameter(Shape.of(width), Layout.PLAIN, new Initializer.Normal(0.02)));
        encoder = part("encoder", layers(source, noise, c));
    }

    /// Layers of attention with a norm behind the last.
    static TransformerEncoder layers(ParameterSource source, NoiseSource noise, Config c) {
        var layer = new TransformerEncoderLayer.Config(c.width, c.heads, 4 * c.width, c.dropout, Activation.GELU, true,
                LayerNorm.EPS);
        return new TransformerEncoder(source, noise, layer, c.layers, true);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    protected Tensor forward(Tensor x, Tensor masked) {
        return encoder.apply(embedded(x, masked));
    }

    /// Number of layers.
    public int layers() {
        return layers;
    }

    /// How much each patch looks at each other one: `[N, heads, patches, patches]`.
    ///
    /// @param layer counted from 0
    public Tensor attention(Tensor x, int layer) {
        return run(() -> encoder.weights(embedded(x, null), layer));
    }

    private Tensor embedded(Tensor x, Tensor masked) {
        PatchGrid grid = new PatchGrid(x.shape().size(1), x.shape().size(2), patch);
        Tensor y = embed.apply(patches(x, grid));
        if (masked != null) {
            y = masked.reshape(-1, grid.count(), 1).where(mask.value(), y);
        }
        return y.add(PatchPositions.of(x.backend(), grid, width));
    }

    /// `[N, patches, values]`
    private static Tensor patches(Tensor x, PatchGrid grid) {
        int size = grid.size();
        return x.slice(2, 0, grid.covered()).reshape(-1, grid.rows(), size, grid.columns(), size).permute(0, 3, 1, 2, 4)
                .reshape(-1, grid.count(), grid.values());
    }
}
