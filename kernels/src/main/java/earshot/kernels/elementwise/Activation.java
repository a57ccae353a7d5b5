package earshot.kernels.elementwise;

/// What networks do with the results of a convolution, a product or a norm, so often that kernels of these can do it on the way.
public enum Activation {
    /// Nothing.
    NONE(null),
    /// {@link UnaryFunction#RELU}.
    RELU(UnaryFunction.RELU),
    /// {@link UnaryFunction#SILU}.
    SILU(UnaryFunction.SILU),
    /// {@link UnaryFunction#GELU}.
    GELU(UnaryFunction.GELU);

    private final UnaryFunction function;

    Activation(UnaryFunction function) {
        this.function = function;
    }

    /// The function.
    ///
    /// @throws IllegalStateException for {@link #NONE}
    public UnaryFunction function() {
        if (function == null) {
            throw new IllegalStateException("no activation has no function; ask for NONE first");
        }
        return function;
    }
}
