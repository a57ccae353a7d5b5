package earshot.engine.ops;

/// [MaxPool2d] of values that no step of the differences can put into another order.
class MaxPool2dTest extends OpProperties {

    MaxPool2dTest() {
        super("max_pool2d");
    }
}
