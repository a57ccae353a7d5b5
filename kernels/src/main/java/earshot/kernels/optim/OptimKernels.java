package earshot.kernels.optim;

import earshot.kernels.Storage;

/// Optimiser updates, in place.
public interface OptimKernels {

    /// AdamW (Loshchilov and Hutter, 2019), as PyTorch computes it: decay is decoupled and comes first.
    ///
    /// ```
    /// w ← w · (1 - lr · weightDecay)
    /// m ← beta1 · m + (1 - beta1) · dw        v ← beta2 · v + (1 - beta2) · dw²
    /// w ← w - lr / (1 - beta1^t) · m / (√v / √(1 - beta2^t) + eps)
    /// ```
    ///
    /// @param n number of elements of each storage
    void adamW(int n, AdamWStep s, Storage w, Storage dw, Storage m, Storage v);
}
