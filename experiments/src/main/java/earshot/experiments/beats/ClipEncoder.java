package earshot.experiments.beats;

import earshot.audio.mel.KaldiFbank;
import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;

/// Whole recordings through a network that does not learn, each by itself, so that its numbers do not depend on the company it is in.
///
/// Recordings of more than 10 s, the length of AudioSet's, are cut into the fewest pieces that are not, all of about one length: attention
/// looks at every pair of tokens. A clip's features are those of the tokens of all its pieces.
public final class ClipEncoder {
    private static final int LONGEST = 10 * BeatsSound.RATE;

    private final Beats network;
    private final KaldiFbank bank;
    private final Backend backend;

    /// @param network in inference
    public ClipEncoder(Beats network, BeatsSound sound, Backend backend) {
        this.network = network;
        this.bank = sound.bank();
        this.backend = backend;
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
        int pieces = Math.max(1, (samples.length + LONGEST - 1) / LONGEST);
        int length = (samples.length + pieces - 1) / pieces;
        Tensor[] parts = new Tensor[pieces];
        for (int i = 0; i < pieces; i++) {
            int from = i * length;
            parts[i] = network.features(frames(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + length))), null);
        }
        return pieces == 1 ? parts[0] : parts[0].concat(1, Arrays.copyOfRange(parts, 1, pieces));
    }

    /// Filter banks `[1, frames, 128]`; what is too short for a single patch is filled up with silence.
    private Tensor frames(float[] piece) {
        KaldiFbank.Settings s = bank.settings();
        int least = s.frameLength() + (network.config().patches().size() - 1) * s.hop();
        float[] values = bank.apply(piece.length < least ? Arrays.copyOf(piece, least) : piece);
        return Tensor.of(backend, Shape.of(1, values.length / BeatsConfig.MELS, BeatsConfig.MELS), values);
    }
}
