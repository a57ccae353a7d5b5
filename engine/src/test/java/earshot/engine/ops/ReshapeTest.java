package earshot.engine.ops;

/// [Reshape] to one axis and to more.
class ReshapeTest extends OpProperties {

    ReshapeTest() {
        super("reshape");
    }
}
