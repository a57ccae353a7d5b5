package earshot.kernels.matmul;

/// A batch of products {@code y[m, n] = op(a) · op(b)} with {@code op(a)} of {@code [m, k]} and {@code op(b)} of {@code [k, n]}.
///
/// @param batch number of independent products; operands and results stand one after another
/// @param transposeA {@code a} is stored as {@code [k, m]}
/// @param transposeB {@code b} is stored as {@code [n, k]}
public record MatmulGeometry(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {

    public MatmulGeometry {
        if (batch < 0 || m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                    "matmul: sizes must not be negative, got batch " + batch + ", m " + m + ", n " + n + ", k " + k);
        }
    }
}
