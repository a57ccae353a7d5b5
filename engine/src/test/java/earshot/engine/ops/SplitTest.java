package earshot.engine.ops;

/// Parts along an axis, multiplied with each other so that each has a gradient of its own.
class SplitTest extends OpProperties {

    SplitTest() {
        super("split");
    }
}
