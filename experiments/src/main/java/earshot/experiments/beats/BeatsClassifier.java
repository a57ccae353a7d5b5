package earshot.experiments.beats;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;

/// BEATs with a linear head in place of its predictor, for classes of one's own: the part `beats`, and the part `head`. Takes pictures as all
/// classifiers here do, band by band.
public final class BeatsClassifier extends Module {
    /// What the names of the network's parameters begin with.
    public static final String BODY = "beats.";

    private final Beats beats;
    private final TokenPooling pooling;
    private final Linear head;

    /// @param noise   where the masks of dropouts come from, and which layers are dropped
    /// @param pooling from tokens to clips
    /// @param classes number of logits
    public BeatsClassifier(ParameterSource source, NoiseSource noise, BeatsConfig config, TokenPooling pooling, int classes) {
        this.pooling = pooling;
        beats = part("beats", new Beats(source, noise, config.headless()));
        head = part("head", new Linear(source, config.layers().width() * pooling.factor(), classes));
    }

    /// The network without the head.
    public Beats beats() {
        return beats;
    }

    /// @param pictures `[N, 128, frames, 1]`
    @Override
    protected Tensor forward(Tensor pictures) {
        Shape x = pictures.shape();
        Tensor frames = pictures.reshape(x.size(0), x.size(1), x.size(2)).permute(0, 2, 1);
        return head.apply(beats.embedding(frames, null, pooling));
    }
}
