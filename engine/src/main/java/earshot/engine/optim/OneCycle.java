package earshot.engine.optim;

/// The one-cycle schedule (Smith and Topin, 2018), as PyTorch's {@code OneCycleLR} computes it: the learning rate rises from
/// {@code maxLr / divFactor} to {@code maxLr} over the first {@code pctStart} of the steps, then falls to
/// {@code maxLr / divFactor / finalDivFactor}; with momentum cycling, beta1 moves the opposite way. A function of the step alone, so
/// there is nothing to save.
///
/// @param totalSteps number of optimiser steps, from 0 to {@code totalSteps - 1}
/// @param pctStart share of the steps that rise, in (0, 1)
/// @param threePhase falls as fast as it rose to where it began, and only then to the end
/// @param momentum null leaves beta1 alone
public record OneCycle(double maxLr, int totalSteps, double pctStart, double divFactor, double finalDivFactor, Anneal anneal,
        boolean threePhase, Momentum momentum) {

    /// The shape of a rise or fall.
    public enum Anneal {
        /// Half a cosine.
        COSINE,
        /// A straight line.
        LINEAR
    }

    /// The range of beta1: {@code max} where the learning rate is low, {@code base} where it is highest.
    public record Momentum(double base, double max) {
    }

    public OneCycle {
        if (!(maxLr > 0) || totalSteps < 1 || !(pctStart >= 0 && pctStart <= 1) || !(divFactor > 0) || !(finalDivFactor > 0)) {
            throw new IllegalArgumentException(
                    "one cycle: need maximum rate, steps and factors above 0 and pct_start in [0, 1], got"
                            + " maximum rate " + maxLr + ", " + totalSteps + " steps, factors " + divFactor + " and "
                            + finalDivFactor
                            + ", pct_start " + pctStart);
        }
    }

    /// PyTorch's defaults: cosine, {@code pct_start} 0.3, factors 25 and 1e4, beta1 between 0.85 and 0.95.
    public static OneCycle of(double maxLr, int totalSteps) {
        return new OneCycle(maxLr, totalSteps, 0.3, 25, 1e4, Anneal.COSINE, false, new Momentum(0.85, 0.95));
    }

    /// Learning rate of a step, from 0.
    public double lr(int step) {
        double initial = maxLr / divFactor;
        double end = initial / finalDivFactor;
        return threePhase ? at(step, initial, maxLr, initial, end) : at(step, initial, maxLr, end);
    }

    /// beta1 of a step, from 0.
    ///
    /// @throws IllegalStateException without momentum cycling
    public double beta1(int step) {
        if (momentum == null) {
            throw new IllegalStateException("one cycle: this schedule leaves beta1 alone; build it with a momentum range");
        }
        return threePhase
                ? at(step, momentum.max, momentum.base, momentum.max, momentum.max)
                : at(step, momentum.max, momentum.base, momentum.max);
    }

    /// Sets the learning rate of every group, and beta1 if it is cycled, for a step.
    public void apply(AdamW optimizer, int step) {
        optimizer.setLearningRate(lr(step));
        if (momentum != null) {
            optimizer.setBeta1(beta1(step));
        }
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
