package earshot.engine.ops;

/// [Slice] with any starts, ends and steps, empty ones among them.
class SliceTest extends OpProperties {

    SliceTest() {
        super("slice");
    }
}
