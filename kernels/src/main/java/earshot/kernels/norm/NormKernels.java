package earshot.kernels.norm;

import earshot.kernels.Storage;

/// Batch normalisation (Ioffe and Szegedy, 2015), per channel {@code c} over {@code R} rows:
///
/// ```
/// mean = Σ_r x / R      var = Σ_r (x - mean)² / R      invStd = 1 / √(var + eps)      x̂ = (x - mean) · invStd
/// y  = w · x̂ + b
/// db = Σ_r dy           dw = Σ_r dy · x̂                dx = w · invStd · (dy - db / R - x̂ · dw / R)
/// ```
///
/// All vectors over channels have {@code channels} elements.
public interface NormKernels {

    /// Mean and population variance (divided by {@code R}) of each channel. Accurate for means far above the spread.
    void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var);

    /// {@code y = w · (x - mean) / √(var + eps) + b} with the given statistics: the batch's in training, the running ones in
    /// inference. {@code y} may be {@code x}.
    void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage y);

    /// Gradients when {@code mean} and {@code var} were the statistics of {@code x} itself. {@code dx} may be {@code dy}.
    void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage dy, Storage dx, Storage dw,
            Storage db);

    /// Gradients when {@code mean} and {@code var} were constants: {@code dx = w · invStd · dy}. {@code dx} may be {@code dy}.
    void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage dy, Storage dx, Storage dw,
            Storage db);
}
