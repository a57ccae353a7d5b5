package earshot.engine.nn;

/// By what a nonlinearity that follows must be made up for in the deviation of initial weights, so that signals keep their size:
/// PyTorch's {@code calculate_gain}.
public final class Gain {
    /// None, a convolution, or a sigmoid.
    public static final double LINEAR = 1;
    /// Half of a rectifier's inputs are lost.
    public static final double RELU = Math.sqrt(2);
    /// The hyperbolic tangent.
    public static final double TANH = 5.0 / 3;
    /// The scaled exponential unit, which balances itself in part.
    public static final double SELU = 0.75;

    private Gain() {
    }

    /// A leaky rectifier: {@code √(2 / (1 + slope²))}.
    ///
    /// @param slope on the negative side
    public static double leakyRelu(double slope) {
        return Math.sqrt(2 / (1 + slope * slope));
    }
}
