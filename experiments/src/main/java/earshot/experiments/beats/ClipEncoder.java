package earshot.experiments.beats;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.List;

/// Whole recordings through a network that does not learn, only those together that need no padding: the numbers of one do not depend on
/// the company it is in. Of one that is cut into pieces (see [ClipFrames]) the features are those of the tokens of all its pieces.
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
        return embeddings(List.of(samples), pooling);
    }

    /// Features of clips, one after another.
    ///
    /// @param clips of one length
    public float[] embeddings(List<float[]> clips, TokenPooling pooling) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return pooling.apply(features(clips), null).floats();
        }
    }

    /// Features of all tokens, `[tokens][width]`, row-major.
    public float[] tokens(float[] samples) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return features(List.of(samples)).floats();
        }
    }

    /// Probabilities of the predictor's classes, each by itself.
    ///
    /// @throws IllegalArgumentException if the network has no predictor
    public float[] probabilities(float[] samples) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            return network.logitsOf(features(List.of(samples)), null).sigmoid().floats();
        }
    }

    /// `[clips, tokens, width]`.
    private Tensor features(List<float[]> clips) {
        List<List<Tensor>> pieces = clips.stream().map(frames::of).toList();
        Tensor[] parts = new Tensor[pieces.getFirst().size()];
        for (int i = 0; i < parts.length; i++) {
            int number = i;
            parts[i] = network.features(joined(0, pieces.stream().map(clip -> clip.get(number)).toArray(Tensor[]::new)), null);
        }
        return joined(1, parts);
    }

    private static Tensor joined(int axis, Tensor... parts) {
        return parts.length == 1 ? parts[0] : parts[0].concat(axis, Arrays.copyOfRange(parts, 1, parts.length));
    }
}
