package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;

/// A [PatchEncoder] that guesses the tokens of patches, those hidden from it among them: a linear map of every patch's vector.
public final class MaskedPredictor extends Module {
    private final PatchEncoder encoder;
    private final Linear head;

    /// @param source what the encoder came from
    /// @param codes  number of tokens
    public MaskedPredictor(ParameterSource source, PatchEncoder encoder, int codes) {
        this.encoder = part("encoder", encoder);
        head = part("head", new Linear(source, encoder.width(), codes));
    }

    /// What guesses are made from.
    public PatchEncoder encoder() {
        return encoder;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return head.apply(encoder.apply(x));
    }

    /// Logits `[N, patches, codes]`.
    ///
    /// @param masked see [PatchEncoder]
    public Tensor apply(Tensor x, Tensor masked) {
        return run(() -> head.apply(encoder.apply(x, masked)));
    }
}
