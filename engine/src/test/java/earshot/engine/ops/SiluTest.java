package earshot.engine.ops;

/// [Silu] on both sides of its minimum.
class SiluTest extends OpProperties {

    SiluTest() {
        super("silu");
    }
}
