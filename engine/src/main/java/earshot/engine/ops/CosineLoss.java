package earshot.engine.ops;

import earshot.engine.Tensor;

/// How far vectors point from where they should: the loss by which BEATs' tokenizer learns to tell a teacher's features (Chen et al.,
/// "BEATs", 2022). A composition of ops; its gradient is that of its parts.
///
/// ```
/// y = mean over rows of 1 - Σ x · t / (|x| · |t|)
/// ```
///
/// Test: {@code CosineLossTest}.
public final class CosineLoss {
    /// Shorter vectors count as this long.
    private static final double EPS = 1e-12;

    private CosineLoss() {
    }

    /// The loss, a scalar between 0 and 2.
    ///
    /// @param x {@code [rows…, width]}
    /// @param target of the same shape
    /// @throws IllegalArgumentException if the shapes differ or there is no row
    public static Tensor of(Tensor x, Tensor target) {
        if (x.shape().rank() < 1 || x.shape().count() == 0 || !x.shape().equals(target.shape())) {
            throw new IllegalArgumentException("cosine_loss: need vectors and targets [rows…, width] of one shape with at least 1"
                    + " row, got " + x.shape() + " and " + target.shape());
        }
        return x.l2Normalize(-1, EPS).mul(target.l2Normalize(-1, EPS)).sum(-1).mean().affine(-1, 1);
    }
}
