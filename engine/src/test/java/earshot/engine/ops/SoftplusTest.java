package earshot.engine.ops;

/// [Softplus] on both sides of its bend.
class SoftplusTest extends OpProperties {

    SoftplusTest() {
        super("softplus");
    }
}
