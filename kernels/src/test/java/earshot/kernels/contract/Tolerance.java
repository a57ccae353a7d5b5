package earshot.kernels.contract;

import earshot.kernels.Backend;
import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;

/// How far each family may be from the reference: {@code |got - want| <= absolute + relative · √n · magnitude}.
///
/// {@code n} is the number of terms of a sum and {@code magnitude} the sum of the absolute values of its terms, because that, not
/// the result, is what rounding errors are proportional to. The numbers are for {@code float} (whose rounding is 6e-8); in
/// {@code double} they are 2^29 times smaller, as the rounding is.
public enum Tolerance {
    /// Where nothing is computed, only moved or compared.
    EXACT(0, 0),
    /// The absolute part allows numbers below the normal range to become 0.
    ELEMENTWISE(1e-37, 1e-6),
    /// Sums.
    REDUCE(1e-37, 4e-7),
    /// Products of two numbers, summed.
    MATMUL(1e-37, 4e-7),
    /// As for matrix products, but transforms of the window may cost a digit.
    CONV(1e-37, 1e-6),
    /// The gradient adds where windows overlap.
    POOL(1e-37, 4e-7),
    /// Roots and quotients of sums.
    NORM(1e-30, 2e-6),
    /// Exponentials of differences: the absolute part covers classes of no weight.
    SOFTMAX(2e-7, 2e-6),
    /// A dozen operations on one number.
    OPTIM(1e-30, 2e-6),
    /// A logarithm, a root and a sine.
    RANDOM(1e-37, 1e-6);

    private static final double DOUBLE_PER_FLOAT = 0x1p-29;

    private final double absolute;
    private final double relative;

    Tolerance(double absolute, double relative) {
        this.absolute = absolute;
        this.relative = relative;
    }

    /// The largest error allowed of a backend for a sum of {@code terms} terms of this magnitude.
    double bound(Backend backend, int terms, double magnitude) {
        double precision = computesInDouble(backend) ? DOUBLE_PER_FLOAT : 1;
        return precision * (absolute + relative * Math.sqrt(Math.max(terms, 1)) * magnitude);
    }

    private static boolean computesInDouble(Backend backend) {
        Storage probe = backend.memory().allocate(0);
        backend.memory().release(probe);
        return probe instanceof DoubleStorage;
    }
}
