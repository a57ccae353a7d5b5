package earshot.kernels.elementwise;

/// Functions of one number, each with its derivative in terms of the input {@code x} and the output {@code y}.
public enum UnaryFunction {
    /// {@code max(x, 0)}; derivative 0 where {@code y <= 0}, else 1 (so 0 at the kink, and NaN passes, as PyTorch has it).
    RELU,
    /// {@code e^x}; derivative {@code y}.
    EXP,
    /// {@code ln x}; derivative {@code 1 / x}.
    LOG,
    /// {@code √x}; derivative {@code 1 / (2 y)}.
    SQRT,
    /// {@code |x|}; derivative the sign of {@code x} (0 at the kink, as PyTorch has it).
    ABS,
    /// {@code tanh x}; derivative {@code (1 - y) (1 + y)}.
    TANH,
    /// {@code σ(x) = 1 / (1 + e^-x)}; derivative {@code y (1 - y)}.
    SIGMOID,
    /// {@code x · σ(x)}; derivative {@code σ(x) (1 + x (1 - σ(x)))}.
    SILU,
    /// {@code ln(1 + e^x)}; derivative {@code σ(x)}.
    SOFTPLUS,
    /// {@code x · Φ(x)}, where {@code Φ(x) = (1 + erf(x / √2)) / 2} is the normal distribution; derivative
    /// {@code Φ(x) + x e^(-x² / 2) / √(2 π)}.
    GELU,
    /// GELU's older form {@code x (1 + tanh u) / 2 = x · σ(2 u)} with {@code u = √(2 / π) (x + 0.044715 x³)}; derivative
    /// {@code σ(2 u) + x σ(2 u) (1 - σ(2 u)) 2 u'}.
    GELU_TANH;

    /// Whether the derivative reads the output; if not, it reads the input.
    public boolean readsOutput() {
        return switch (this) {
            case RELU, EXP, SQRT, TANH, SIGMOID -> true;
            case LOG, ABS, SILU, SOFTPLUS, GELU, GELU_TANH -> false;
        };
    }
}
