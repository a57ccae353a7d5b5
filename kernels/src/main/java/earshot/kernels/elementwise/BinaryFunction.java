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
    /// The larger of the two; NaN if one of them is.
    MAX,
    /// The smaller of the two; NaN if one of them is.
    MIN,
    /// 1 where {@code a < b}, else 0.
    LESS,
    /// 1 where {@code a <= b}, else 0.
    LESS_EQUAL,
    /// 1 where {@code a = b}, else 0.
    EQUAL,
}
