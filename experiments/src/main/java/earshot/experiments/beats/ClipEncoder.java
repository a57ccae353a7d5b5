package earshot.experiments.beats;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;

/// Whole recordings through a network that does not learn, each by itself, so that its numbers do not depend on the company it is in. Of
/// one that is cut into pieces (see [ClipFrames]) the features are those of the tokens of all its pieces.
public final class ClipEncoder {
    private final Beats network;
    private final ClipFrames frames;

    /// @param network in inference
    public ClipEncoder(Beats network, BeatsSound sound, Backend backend) {
        this.network = network;
        this.frames = new ClipFrames(sound.bank(), network.config().patches().size(), backend);
    }

    /// Features of a clip.
    ///
    /// @param samples at 16 kHz, see [BeatsSound#samples]
    public float[] embedding(float[] samples, TokenPooling pooling) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return pooling.apply(features(samples), null).floats();
        }
    }

    /// Features of all tokens, `[tokens][width]`, row-major.
    public float[] tokens(float[] samples) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return features(samples).floats();
        }
    }

    /// Probabilities of the predictor's classes, each by itself.
    ///
    /// @throws IllegalArgumentException if the network has no predictor
    public float[] probabilities(float[] samples) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return network.logitsOf(features(samples), null).sigmoid().floats();
        }
    }

    private Tensor features(float[] samples) {
        Tensor[] parts = frames.of(samples).stream().map(piece -> network.features(piece, null)).toArray(Tensor[]::new);
        return parts.length == 1 ? parts[0] : parts[0].concat(1, Arrays.copyOfRange(parts, 1, parts.length));
    }
}
