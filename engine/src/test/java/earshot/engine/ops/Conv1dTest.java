package earshot.engine.ops;

/// [Conv1d] with all strides, paddings and dilations, in groups, with and without bias.
class Conv1dTest extends OpProperties {

    Conv1dTest() {
        super("conv1d");
    }
}
