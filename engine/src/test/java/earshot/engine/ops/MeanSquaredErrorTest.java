package earshot.engine.ops;

/// The mean squared error, for both operands.
class MeanSquaredErrorTest extends OpProperties {

    MeanSquaredErrorTest() {
        super("mean_squared_error");
    }
}
