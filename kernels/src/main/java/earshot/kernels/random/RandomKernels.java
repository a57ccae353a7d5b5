package earshot.kernels.random;

import earshot.kernels.Storage;

/// Random numbers from the counter-based generator [Philox]: element {@code i} of a fill depends on {@code seed},
/// {@code stream} and {@code i} alone, so every backend and any number of threads give the same stream (to the rounding of the
/// precision).
public interface RandomKernels {

    /// {@code y[i]} uniform in {@code [low, high)}: see [Philox].
    void uniform(int n, long seed, long stream, double low, double high, Storage y);

    /// {@code y[i]} normal with the given mean and deviation: see [Philox].
    void normal(int n, long seed, long stream, double mean, double deviation, Storage y);

    /// {@code y[i] = value} with probability {@code p}, else 0: where element {@code i} of the uniform stream is below {@code p}.
    /// Which ones they are is the same on every backend.
    void bernoulli(int n, long seed, long stream, double p, double value, Storage y);
}
