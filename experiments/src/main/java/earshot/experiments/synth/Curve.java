package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// A value that wanders between two bounds: random points at even distances, joined by straight lines. Gusts, idling engines and hands
/// that are never quite steady.
final class Curve {
    private final RandomGenerator random;
    private final double low;
    private final double high;
    private final int spacing;
    private double from;
    private double to;
    private int at;

    /// @param low, high the bounds
    /// @param seconds   distance between two points
    /// @param rate      samples per second
    Curve(double low, double high, double seconds, int rate, RandomGenerator random) {
        this.random = random;
        this.low = low;
        this.high = high;
        this.spacing = Math.max(1, (int) (seconds * rate));
        this.from = random.nextDouble(low, high);
        this.to = random.nextDouble(low, high);
    }

    /// The value at the next sample.
    double next() {
        if (at == spacing) {
            from = to;
            to = random.nextDouble(low, high);
            at = 0;
        }
        return from + (to - from) * at++ / spacing;
    }
}
