package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;

/// A [PatchEncoder] that names sounds: the mean over all patches, then a linear map. Pictures in, logits `[N, classes]` out.
public final class PatchClassifier extends Module implements Encoder {
    private final PatchEncoder encoder;
    private final Linear head;

    /// @param source what the encoder came from
    public PatchClassifier(ParameterSource source, PatchEncoder encoder, int classes) {
        this.encoder = part("encoder", encoder);
        head = part("head", new Linear(source, encoder.width(), classes));
    }

    @Override
    public Tensor features(Tensor x) {
        return run(() -> encoder.apply(x).mean(1));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return head.apply(features(x));
    }
}
