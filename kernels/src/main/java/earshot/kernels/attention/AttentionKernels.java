package earshot.kernels.attention;

import earshot.kernels.Storage;

/// Scaled dot-product attention (Vaswani et al., 2017), for every head of every batch entry:
///
/// ```
/// x = scale · q kᵀ + bias, -∞ for padded keys       p = softmax(x) along the keys       y = (f · p) v
/// dv = (f · p)ᵀ dy        dx = p · (f · (dy vᵀ) - Σ_d dy · y)        dq = scale · dx k        dk = scale · dxᵀ q
/// dbias = Σ dx over the entries and heads that share it
/// ```
///
/// where {@code f} are the factors of [AttentionDropout], 1 without it. A query with no key left, because all are padded or their
/// bias is -∞, gives zeros and passes no gradient.
///
/// Neither pass keeps anything of the size {@code t · s}: the backward pass computes the weights again, from the scores and two
/// numbers of each row (Dao et al., "FlashAttention", 2022). Work space is linear in the number of keys for each block of queries.
public interface AttentionKernels {

    /// The result, and for the backward pass the logarithm of each row's sum of exponentials in two parts, the largest score and the
    /// reciprocal of the sum relative to it; in one number it would lose the digits of large scores.
    ///
    /// @param normalizer {@code [batch, heads, t, 2]}
    void forward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer);

    /// All gradients.
    ///
    /// @param dq may be the same storage as {@code dk} and {@code dv}, at another offset; none may be an input
    /// @param dbias of the bias's shape; null if it is not wanted
    void backward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer, Storage dy, Storage dq, Storage dk,
            Storage dv,
            Storage dbias);
}
