package earshot.experiments.runs;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/// Mean of the folds' accuracies and its 95% confidence interval by Student's t distribution with (folds - 1) degrees of freedom.
///
/// @param mean      mean of the values
/// @param halfWidth the interval is mean ± halfWidth; null for a single value, which says nothing about its spread
public record Interval(double mean, Double halfWidth) {

    /// @param values one per fold
    /// @throws IllegalArgumentException if there are none
    public static Interval of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("interval: expected at least one value, got none");
        }
        double mean = Arrays.stream(values).sum() / values.length;
        if (values.length == 1) {
            return new Interval(mean, null);
        }
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        return new Interval(mean, new TDistribution(values.length - 1).inverseCumulativeProbability(0.975) * error);
    }
}
