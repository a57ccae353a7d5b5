package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.stream.IntStream;

/// The contrastive loss of SimCLR (Chen et al., 2020): of all other embeddings in the batch, each should be most similar to that of
/// the same sample's other view. Embeddings of other samples may be set beside the batch, say those of earlier batches (He et al.,
/// *Momentum contrast*, 2020): more to be told apart from, nothing to be similar to. A composition of ops; its gradient is that of its
/// parts.
///
/// ```
/// z = z1, z2 one after another, each row divided by its norm        k = z, negatives one after another, likewise
/// s = z · kᵀ / temperature, without what a row has with itself      y = mean over rows i of -ln softmax(s[i])[i ± n]
/// ```
///
/// Test: {@code NtXentTest}.
public final class NtXent {
    /// What stands where a row meets itself: far enough below every similarity for an exponential of exactly 0, and finite, since 0
    /// times infinity would be NaN.
    private static final double EXCLUDED = -1e9;

    private NtXent() {
    }

    /// The loss of two views: [#similarities] with [#positives] as classes.
    public static Tensor of(Tensor z1, Tensor z2, double temperature) {
        return loss(similarities(z1, z2, temperature), z1.shape().size(0));
    }

    /// The loss of two views beside negatives of other samples.
    ///
    /// @param negatives embeddings {@code [m, width]}, m at least 1
    public static Tensor of(Tensor z1, Tensor z2, Tensor negatives, double temperature) {
        return loss(similarities(z1, z2, negatives, temperature), z1.shape().size(0));
    }

    private static Tensor loss(Tensor s, int n) {
        return s.crossEntropy(Targets.of(s.backend(), positives(n), s.shape().size(1), 0));
    }

    /// What the loss takes the softmax of: cosines divided by the temperature, {@code [2 n, 2 n]}, rows of the first views before those of
    /// the second.
    ///
    /// @param z1 embeddings {@code [n, width]} of the first views
    /// @param z2 embeddings of the second views, in the same order
    /// @param temperature divides the cosines, above 0
    /// @throws IllegalArgumentException if the shapes differ or the temperature is not positive
    public static Tensor similarities(Tensor z1, Tensor z2, double temperature) {
        Tensor z = normalized(z1, z2, temperature);
        return compared(z, z, temperature);
    }

    /// The same with columns of negatives behind: {@code [2 n, 2 n + m]}.
    ///
    /// @param negatives embeddings {@code [m, width]}, m at least 1
    public static Tensor similarities(Tensor z1, Tensor z2, Tensor negatives, double temperature) {
        Tensor z = normalized(z1, z2, temperature);
        Shape given = negatives.shape();
        if (given.rank() != 2 || given.size(0) == 0 || given.size(1) != z.shape().size(1)) {
            throw new IllegalArgumentException("nt_xent: need negatives [m, " + z.shape().size(1)
                    + "] with at least 1 row beside views " + z1.shape() + ", got " + given);
        }
        return compared(z, z.concat(0, negatives.l2Normalize(-1, 1e-12)), temperature);
    }

    /// The column of each row's other view.
    ///
    /// @param n samples, of two views each
    public static int[] positives(int n) {
        return IntStream.range(0, 2 * n).map(i -> (i + n) % (2 * n)).toArray();
    }

    private static Tensor normalized(Tensor z1, Tensor z2, double temperature) {
        if (z1.shape().rank() != 2 || !z1.shape().equals(z2.shape()) || z1.shape().size(0) == 0) {
            throw new IllegalArgumentException("nt_xent: need two views [n, width] of one shape with at least 1 row, got "
                    + z1.shape() + " and " + z2.shape());
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("nt_xent: the temperature must be above 0, got " + temperature);
        }
        return z1.concat(0, z2).l2Normalize(-1, 1e-12);
    }

    private static Tensor compared(Tensor z, Tensor k, double temperature) {
        int[] itself = IntStream.range(0, z.shape().size(0)).toArray();
        Tensor same = Targets.of(z.backend(), itself, k.shape().size(0), 0);
        return z.matmul(k, false, true).affine(1 / temperature, 0).maskFill(same, EXCLUDED);
    }
}
