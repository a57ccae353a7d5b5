package earshot.kernels.elementwise;

/// Functions of one number, each with its derivative in terms of the input {@code x} and the output {@code y}.
public enum UnaryFunction {
    /// {@code max(x, 0)}; derivative 1 where {@code y > 0}, else 0 (so 0 at the kink, as PyTorch has it).
    RELU,
    /// {@code e^x}; derivative {@code y}.
    EXP,
    /// {@code ln x}; derivative {@code 1 / x}.
    LOG,
    /// {@code √x}; derivative {@code 1 / (2 y)}.
    SQRT,
}
