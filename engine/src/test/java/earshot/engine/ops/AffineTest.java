package earshot.engine.ops;

/// [Affine] and negation.
class AffineTest extends OpProperties {

    AffineTest() {
        super("affine");
    }
}
