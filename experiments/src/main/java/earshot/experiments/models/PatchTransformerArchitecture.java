package earshot.experiments.models;

import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;

/// A [PatchTransformer].
///
/// @param patch   side of a patch
/// @param layers  number of layers
/// @param width   of all vectors, a multiple of 4
/// @param heads   of the attention, a divisor of the width
/// @param dropout probability of 0 in attention weights and behind the parts of a layer
public record PatchTransformerArchitecture(int patch, int layers, int width, int heads, double dropout)
        implements
            PatchArchitecture {

    /// 6 layers of width 256 with 8 heads: 4.8 million parameters.
    public static final PatchTransformerArchitecture STANDARD = new PatchTransformerArchitecture(16, 6, 256, 8, 0.1);

    public PatchTransformerArchitecture {
        require(layers >= 1, "layers", "at least 1", layers);
        require(patch >= 1, "patch", "at least 1", patch);
        require(width >= 4 && width % 4 == 0, "width", "a multiple of 4", width);
        require(heads >= 1 && width % heads == 0, "heads", "a divisor of the width " + width, heads);
        require(dropout >= 0 && dropout < 1, "dropout", "at least 0 and below 1", dropout);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration("network." + key, expected, got);
        }
    }

    @Override
    public PatchEncoder encoder(ParameterSource source, NoiseSource noise) {
        return new PatchTransformer(source, noise, new PatchTransformer.Config(patch, layers, width, heads, dropout));
    }

    @Override
    public String describe() {
        return "Transformer on patches of " + patch + "x" + patch + ", " + layers + " layers of width " + width + " with " + heads
                + " heads";
    }
}
