package earshot.engine.ops;

/// [GroupNorm] of rows, sequences and images, with and without weight and bias.
class GroupNormTest extends OpProperties {

    GroupNormTest() {
        super("group_norm");
    }
}
