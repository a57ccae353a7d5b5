package earshot.engine.ops;

/// [AvgPool2d] with and without padding among the pixels.
class AvgPool2dTest extends OpProperties {

    AvgPool2dTest() {
        super("avg_pool2d");
    }
}
