package earshot.kernels.softmax;

import earshot.kernels.Storage;

/// Softmax over classes, alone, as a logarithm, and fused with cross-entropy. Row by row, with the row's maximum taken off first:
///
/// ```
/// p = exp(x - max) / Σ exp(x - max)
/// loss[r] = -Σ_c target[r, c] · ln p[r, c]       dx[r, c] = dloss[r] · (p[r, c] · Σ_c target[r, c] - target[r, c])
/// ```
///
/// Targets are distributions over classes, so class indices, label smoothing and mixup all take this one form.
public interface SoftmaxKernels {

    /// {@code y = softmax(x)}. {@code y} may be {@code x}.
    void softmax(SoftmaxGeometry g, Storage x, Storage y);

    /// {@code dx = y · (dy - Σ_c dy · y)}. {@code dx} may be {@code dy}.
    void softmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx);

    /// {@code y = x - max - ln Σ exp(x - max)}. {@code y} may be {@code x}.
    void logSoftmax(SoftmaxGeometry g, Storage x, Storage y);

    /// {@code dx = dy - exp(y) · Σ_c dy}. {@code dx} may be {@code dy}.
    void logSoftmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx);

    /// {@code loss[r]} of every row, and {@code p}, which the gradient needs.
    void crossEntropy(SoftmaxGeometry g, Storage x, Storage target, Storage p, Storage loss);

    /// {@code dx} from {@code p} and the gradient {@code dloss[r]} of every row's loss. {@code dx} may be {@code p}.
    void crossEntropyBackward(SoftmaxGeometry g, Storage p, Storage target, Storage dloss, Storage dx);
}
