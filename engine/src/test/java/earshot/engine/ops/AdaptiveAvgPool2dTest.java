package earshot.engine.ops;

/// [AdaptiveAvgPool2d] to fewer, as many and more pixels than there are.
class AdaptiveAvgPool2dTest extends OpProperties {

    AdaptiveAvgPool2dTest() {
        super("adaptive_avg_pool2d");
    }
}
