package earshot.kernels.norm;

import earshot.kernels.Storage;

/// Batch normalisation, and group normalisation with layer normalisation as its special case.
///
/// Batch normalisation (Ioffe and Szegedy, 2015), per channel {@code c} over {@code R} rows:
///
/// ```
/// mean = Σ_r x / R      var = Σ_r (x - mean)² / R      invStd = 1 / √(var + eps)      x̂ = (x - mean) · invStd
/// y  = w · x̂ + b
/// db = Σ_r dy           dw = Σ_r dy · x̂                dx = w · invStd · (dy - db / R - x̂ · dw / R)
/// ```
///
/// An activation behind it ({@link BatchNormGeometry#activation}) costs no pass of its own: {@code y = f(z)} with {@code z = w · x̂ + b}, and
/// on the way back {@code dy · f'(z)} stands for {@code dy}, where {@code z} is worked out again.
///
/// Group normalisation (Wu and He, 2018) does the same over the {@code n} values of each group of an item, see
/// [GroupNormGeometry]; the weight belongs to the channel, so it stands inside the sums. With one position and one group it is
/// layer normalisation (Ba, Kiros and Hinton, 2016):
///
/// ```
/// y  = w · x̂ + b           g = w · dy
/// dx = invStd · (g - Σ g / n - x̂ · Σ (g · x̂) / n)        dw = Σ_items,positions dy · x̂        db = Σ_items,positions dy
/// ```
///
/// All vectors over channels have {@code channels} elements.
public interface NormKernels {

    /// Mean and population variance (divided by {@code R}) of each channel. Accurate for means far above the spread.
    void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var);

    /// {@code y = f(w · (x - mean) / √(var + eps) + b + r)} with the given statistics: the batch's in training, the running ones in
    /// inference. {@code y} may be {@code x} or {@code r}.
    ///
    /// @param r added before the activation, or null
    void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r, Storage y);

    /// What a normalisation with fixed statistics does to each channel, as an epilogue of what comes before can do it:
    /// {@code w · (x - mean) / √(var + eps) + b = scale · x + shift}. Where the mean is far above the spread the terms cancel.
    void fold(BatchNormGeometry g, Storage mean, Storage var, Storage w, Storage b, Storage scale, Storage shift);

    /// Gradients, without {@code r}, when {@code mean} and {@code var} were the statistics of {@code x} itself. {@code dx} may be
    /// {@code dy}.
    void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw,
            Storage db);

    /// Gradients, without {@code r}, when {@code mean} and {@code var} were constants: {@code dx = w · invStd · dy}. {@code dx} may be
    /// {@code dy}.
    void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw, Storage db);

    /// Group normalisation. Accurate for means far above the spread. {@code w} and {@code b} may both be null: then they are 1
    /// and 0. {@code y} may be {@code x}.
    void groupNorm(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y);

    /// Its gradients, from {@code x} alone: mean and variance are worked out again, which costs less than keeping them exactly.
    /// Where {@code w} is null, {@code dw} and {@code db} are too. {@code dx} may be {@code dy}.
    void groupNormBackward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db);
}
