package earshot.engine.optim;

import java.util.OptionalDouble;

/// The one-cycle schedule (Smith and Topin, 2018), as PyTorch's {@code OneCycleLR} computes it: the learning rate rises from
/// {@code base / divFactor} to {@code base} over the first {@code pctStart} of the steps, then falls to
/// {@code base / divFactor / finalDivFactor}, where {@code base} is a group's own rate; with momentum cycling, the momentum moves the
/// opposite way.
///
/// @param totalSteps number of optimiser steps, from 0 to {@code totalSteps - 1}
/// @param pctStart share of the steps that rise, in (0, 1)
/// @param threePhase falls as fast as it rose to where it began, and only then to the end
/// @param cycled range of the momentum; null leaves it alone
public record OneCycle(int totalSteps, double pctStart, double divFactor, double finalDivFactor, Anneal anneal,
        boolean threePhase, Momentum cycled) implements Schedule {

    /// The shape of a rise or fall.
    public enum Anneal {
        /// Half a cosine.
        COSINE,
        /// A straight line.
        LINEAR
    }

    /// The range of the momentum: {@code max} where the learning rate is low, {@code base} where it is highest.
    public record Momentum(double base, double max) {
    }

    public OneCycle {
        if (totalSteps < 1 || !(pctStart >= 0 && pctStart <= 1) || !(divFactor > 0) || !(finalDivFactor > 0)) {
            throw new IllegalArgumentException(
                    "one cycle: need steps and factors above 0 and pct_start in [0, 1], got " + totalSteps
                            + " steps, factors " + divFactor + " and " + finalDivFactor + ", pct_start " + pctStart);
        }
    }

    /// PyTorch's defaults: cosine, {@code pct_start} 0.3, factors 25 and 1e4, momentum between 0.85 and 0.95.
    public static OneCycle of(int totalSteps) {
        return new OneCycle(totalSteps, 0.3, 25, 1e4, Anneal.COSINE, false, new Momentum(0.85, 0.95));
    }

    @Override
    public double lr(double base, int step) {
        double initial = base / divFactor;
        double end = initial / finalDivFactor;
        return threePhase ? at(step, initial, base, initial, end) : at(step, initial, base, end);
    }

    @Override
    public OptionalDouble momentum(int step) {
        if (cycled == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(threePhase
                ? at(step, cycled.max, cycled.base, cycled.max, cycled.max)
                : at(step, cycled.max, cycled.base, cycled.max));
    }

    /// The value of a step between the levels that the phases begin and end with.
    private double at(int step, double... levels) {
        if (step < 0 || step >= totalSteps) {
            throw new IllegalArgumentException("one cycle: step " + step + " is outside the schedule of " + totalSteps
                    + " steps; give it the number of all steps");
        }
        double start = 0;
        for (int phase = 0;; phase++) {
            double end = end(phase);
            if (step <= end || phase == levels.length - 2) {
                return between(levels[phase], levels[phase + 1], (step - start) / (end - start));
            }
            start = end;
        }
    }

    /// Last step of a phase; need not be whole.
    private double end(int phase) {
        boolean last = phase == (threePhase ? 2 : 1);
        return last ? totalSteps - 1 : (phase + 1) * (pctStart * totalSteps) - (phase + 1);
    }

    private double between(double from, double to, double part) {
        return switch (anneal) {
            case COSINE -> to + (from - to) / 2 * (Math.cos(Math.PI * part) + 1);
            case LINEAR -> (to - from) * part + from;
        };
    }
}
