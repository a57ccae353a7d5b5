package earshot.engine.ops;

/// [Softmax] of rows, some far from 0.
class SoftmaxTest extends OpProperties {

    SoftmaxTest() {
        super("softmax");
    }
}
