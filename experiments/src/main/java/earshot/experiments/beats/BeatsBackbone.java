package earshot.experiments.beats;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.LayerNorm;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.kernels.Window;

/// What BEATs and its tokenizer share: filter banks are cut into patches, each becomes a token, and a Transformer looks at them all.
///
/// Tokens run along time: with patches of 16 frames and filters, token `8 t + f` is the patch of frames `16 t …` and filters `16 f …`.
abstract sealed class BeatsBackbone extends Module permits Beats, BeatsTokenizer {
    private final BeatsConfig config;
    private final Linear projection;
    private final Conv2d patches;
    private final BeatsEncoder encoder;
    private final LayerNorm norm;
    private final Dropout dropout;

    BeatsBackbone(ParameterSource source, NoiseSource noise, BeatsConfig config) {
        this.config = config;
        BeatsConfig.Patches p = config.patches();
        int width = config.layers().width();
        projection = p.width() == width ? null : part("post_extract_proj", new Linear(source, p.width(), width));
        patches = part("patch_embedding", new Conv2d(source, 1, p.width(), Window.square(p.size(), p.size(), 0), p.bias()));
        encoder = part("encoder", new BeatsEncoder(source, noise, config));
        norm = part("layer_norm", new LayerNorm(source, p.width()));
        dropout = part("dropout_input", new Dropout(noise, config.drops().input()));
    }

    /// What was built.
    public final BeatsConfig config() {
        return config;
    }

    /// Whether the activations of the Transformer's layers are computed again in the backward pass instead of being kept: much less memory for
    /// a third more time.
    public final void recompute(boolean on) {
        encoder.recompute(on);
    }

    @Override
    protected Tensor forward(Tensor frames) {
        return tokens(frames, null);
    }

    /// The tokens' features.
    ///
    /// @param frames  filter banks `[B, frames, 128]`
    /// @param padding of frames, may be null
    /// @return `[B, tokens, E]`
    /// @throws IllegalArgumentException if there are fewer frames than a patch has
    public final Tensor features(Tensor frames, Padding padding) {
        return run(() -> tokens(frames, ofTokens(padding)));
    }

    /// The padding of tokens that comes of one of frames: as if tokens were successive pieces of the frames. So within one step of time some
    /// filters may count as padding and others not; that is how the network was trained.
    ///
    /// @param padding may be null
    public final Padding ofTokens(Padding padding) {
        return padding == null ? null : padding.pieces(config.tokens(padding.length()));
    }

    /// @param padding of tokens, may be null
    final Tensor tokens(Tensor frames, Padding padding) {
        Shape x = frames.shape();
        int size = config.patches().size();
        if (x.rank() != 3 || x.size(2) != BeatsConfig.MELS || x.size(1) < size) {
            throw new IllegalArgumentException("beats: expected filter banks [B, frames, " + BeatsConfig.MELS + "] of at least "
                    + size + " frames, got " + x + "; give longer recordings, or fill them up with silence");
        }
        Tensor pictures = frames.reshape(x.size(0), x.size(1), x.size(2), 1);
        Tensor y = norm.apply(patches.apply(pictures).reshape(x.size(0), config.tokens(x.size(1)), config.patches().width()));
        Tensor projected = dropout.apply(projection == null ? y : projection.apply(y));
        return encoder.apply(projected, padding == null ? null : padding.mask(frames.backend()));
    }
}
