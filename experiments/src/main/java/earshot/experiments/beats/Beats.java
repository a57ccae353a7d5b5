package earshot.experiments.beats;

import earshot.engine.Tensor;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Linear;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;

/// BEATs (Chen et al., "BEATs: Audio pre-training with acoustic tokenizers", 2023) as Microsoft's code defines it, with the names of the
/// published checkpoints. Filter banks in, a feature for every token out; fine-tuned networks also have a predictor of classes.
public final class Beats extends BeatsBackbone {
    private final Linear predictor;
    private final Dropout dropout;

    /// @param source of the initial weights
    /// @param noise  where the masks of dropouts come from, and which layers are dropped
    public Beats(ParameterSource source, NoiseSource noise, BeatsConfig config) {
        super(source, noise, config);
        predictor = config.classes() == 0
                ? null
                : part("predictor", new Linear(source, config.layers().width(), config.classes()));
        dropout = part("predictor_dropout", new Dropout(noise, config.drops().predictor()));
    }

    /// The predictor's logits `[B, classes]`: the mean of those of all tokens that are no padding. Their sigmoids are the probabilities, each
    /// of a class by itself.
    ///
    /// @param frames  filter banks `[B, frames, 128]`
    /// @param padding of frames, may be null
    /// @throws IllegalArgumentException if the network has no predictor
    public Tensor logits(Tensor frames, Padding padding) {
        return run(() -> {
            Padding ofTokens = ofTokens(padding);
            return logitsOf(tokens(frames, ofTokens), ofTokens);
        });
    }

    /// The predictor's logits of tokens' features, as [#features] gives them.
    ///
    /// @param padding of tokens, may be null
    public Tensor logitsOf(Tensor features, Padding padding) {
        if (predictor == null) {
            throw new IllegalArgumentException(
                    "beats: this network has no predictor; take a checkpoint that was fine-tuned on AudioSet");
        }
        return run(() -> TokenPooling.MEAN.apply(predictor.apply(dropout.apply(features)), padding));
    }

    /// Features of whole clips, `[B, E]`, for a classifier.
    ///
    /// @param frames  filter banks `[B, frames, 128]`
    /// @param padding of frames, may be null
    /// @param pooling from tokens to clips
    public Tensor embedding(Tensor frames, Padding padding, TokenPooling pooling) {
        return run(() -> {
            Padding ofTokens = ofTokens(padding);
            return pooling.apply(tokens(frames, ofTokens), ofTokens);
        });
    }
}
