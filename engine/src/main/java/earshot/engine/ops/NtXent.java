package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.stream.IntStream;

/// The contrastive loss of SimCLR (Chen et al., 2020): of all other embeddings in the batch, each should be most similar to that of
/// the same sample's other view. A composition of ops; its gradient is that of its parts.
///
/// ```
/// z = z1, z2 one after another, each row divided by its norm        s = z · zᵀ / temperature, without the diagonal
/// y = mean over rows i of -ln softmax(s[i])[i ± n]
/// ```
///
/// Test: {@code NtXentTest}.
public final class NtXent {
    /// What stands on the diagonal: far enough below every similarity for an exponential of exactly 0, and finite, since 0 times
    /// infinity would be NaN.
    private static final double EXCLUDED = -1e9;

    private NtXent() {
    }

    /// The loss of two views.
    ///
    /// @param z1 embeddings {@code [n, width]} of the first views
    /// @param z2 embeddings of the second views, in the same order
    /// @param temperature divides the similarities, above 0
    /// @throws IllegalArgumentException if the shapes differ or the temperature is not positive
    public static Tensor of(Tensor z1, Tensor z2, double temperature) {
        if (z1.shape().rank() != 2 || !z1.shape().equals(z2.shape()) || z1.shape().size(0) == 0) {
            throw new IllegalArgumentException("nt_xent: need two views [n, width] of one shape with at least 1 row, got "
                    + z1.shape() + " and " + z2.shape());
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("nt_xent: the temperature must be above 0, got " + temperature);
        }
        int n = z1.shape().size(0);
        Tensor z = z1.concat(0, z2).l2Normalize(-1, 1e-12);
        int[] itself = IntStream.range(0, 2 * n).toArray();
        int[] other = IntStream.range(0, 2 * n).map(i -> (i + n) % (2 * n)).toArray();
        Tensor diagonal = Targets.of(z.backend(), itself, 2 * n, 0);
        Tensor s = z.matmul(z, false, true).affine(1 / temperature, 0).maskFill(diagonal, EXCLUDED);
        return s.crossEntropy(Targets.of(z.backend(), other, 2 * n, 0));
    }
}
