package earshot.engine.ops;

/// [Conv2d] with windows of every kind, in one group, several, or one for each channel, with and without bias.
class Conv2dTest extends OpProperties {

    Conv2dTest() {
        super("conv2d");
    }
}
