package earshot.kernels.elementwise;

/// Functions of two numbers.
public enum BinaryFunction {
    /// {@code a + b}.
    ADD,
    /// {@code a - b}.
    SUB,
    /// {@code a · b}.
    MUL,
    /// {@code a / b}.
    DIV,
}
