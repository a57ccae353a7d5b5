package earshot.engine.ops;

/// [LayerNorm] over the last axis, the last two or all, with and without weight and bias.
class LayerNormTest extends OpProperties {

    LayerNormTest() {
        super("layer_norm");
    }
}
