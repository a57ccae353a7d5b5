package earshot.engine.ops;

/// [WeightNorm] over any axes, of directions whose norm is well above 0.
class WeightNormTest extends OpProperties {

    WeightNormTest() {
        super("weight_norm");
    }
}
