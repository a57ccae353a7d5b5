package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.experiments.tokens.PatchGrid;
import earshot.experiments.tokens.Quantizer;

/// A tokenizer that learns what its tokens should tell, as BEATs has it (Chen et al., 2022): an encoder gives every patch a vector, which is
/// replaced by the nearest code of a [Quantizer]; from the codes alone a small Transformer, the estimator, has to tell what features a
/// teacher, the model of the round before, has at each patch. Afterwards the estimator is of no use any more.
///
/// ```
/// loss = (1 - cos(estimate, teacher's feature)) + (z - code)², both means; z is the encoder's vector, brought to length 1
/// ```
public final class LearnedTokenizer extends Module {
    private final PatchEncoder encoder;
    private final Linear first;
    private final Linear second;
    private final Quantizer quantizer;
    private final Linear embed;
    private final TransformerEncoder estimator;
    private final Linear head;
    private final PatchTransformer.Config config;

    /// What a step of learning comes to.
    ///
    /// @param loss   see above
    /// @param cosine mean cosine between estimates and the teacher's features
    /// @param z      the vectors that were replaced by codes
    /// @param tokens which code each took
    public record Pass(Tensor loss, double cosine, float[] z, int[] tokens) {
    }

    /// @param quantizer the codebook
    /// @param encoder   what to build as encoder
    /// @param estimator layers of the estimator, which has the encoder's width and heads
    /// @param teacher   width of the teacher's features
    public LearnedTokenizer(ParameterSource source, Quantizer quantizer, PatchTransformer.Config encoder, int estimator,
            int teacher) {
        config = encoder;
        this.encoder = part("encoder", new PatchTransformer(source, null, encoder));
        this.quantizer = part("quantize", quantizer);
        int width = encoder.width();
        first = part("quantize_layer.0", new Linear(source, width, width));
        second = part("quantize_layer.2", new Linear(source, width, quantizer.width()));
        embed = part("estimator.embed", new Linear(source, quantizer.width(), width));
        this.estimator = part("estimator.encoder", PatchTransformer.layers(source, null,
                new PatchTransformer.Config(encoder.patch(), estimator, width, encoder.heads(), 0)));
        head = part("estimator.head", new Linear(source, width, teacher));
    }

    /// The vectors that codes stand for, of length 1: `[N, patches, width]`.
    ///
    /// @param x normalised pictures `[N, mels, frames, 1]`
    @Override
    protected Tensor forward(Tensor x) {
        return Quantizer.directions(second.apply(first.apply(encoder.apply(x)).tanh()));
    }

    /// The codebook.
    public Quantizer quantizer() {
        return quantizer;
    }

    /// The loss of pictures; the codes are left as they are.
    ///
    /// @param teacher features `[N, patches, width]` of the same pictures
    public Pass learn(Tensor x, Tensor teacher) {
        Tensor z = forward(x);
        int[] tokens = quantizer.tokens(z);
        Tensor codes = quantizer.codes(tokens, z.shape());
        float[] vectors = z.floats();
        PatchGrid grid = new PatchGrid(x.shape().size(1), x.shape().size(2), config.patch());
        Tensor y = embed.apply(Quantizer.through(z, codes)).add(PatchPositions.of(x.backend(), grid, config.width()));
        Tensor estimation = head.apply(estimator.apply(y)).cosineLoss(teacher);
        double cosine = 1 - estimation.item();
        return new Pass(estimation.add(z.meanSquaredError(codes)), cosine, vectors, tokens);
    }
}
