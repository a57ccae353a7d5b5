package earshot.engine.ops;

/// [Sub] with broadcasting on either side.
class SubTest extends OpProperties {

    SubTest() {
        super("sub");
    }
}
