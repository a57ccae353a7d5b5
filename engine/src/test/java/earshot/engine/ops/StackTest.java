package earshot.engine.ops;

/// Tensors side by side along a new axis at any place.
class StackTest extends OpProperties {

    StackTest() {
        super("stack");
    }
}
