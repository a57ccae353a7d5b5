package earshot.engine.optim;

import java.util.Arrays;
import java.util.OptionalDouble;

/// How learning rates, and perhaps the momentum, move over the steps of a training. A function of the step alone, so there is
/// nothing to save. Every group's rate takes the same course from its own base rate.
public sealed interface Schedule
        permits Schedule.Constant, Schedule.LinearWarmup, Schedule.Steps, Schedule.Cosine, Schedule.WarmupCosine,
        Schedule.Sequence,
        OneCycle {

    /// The learning rate of a step.
    ///
    /// @param base what the course starts from, or for [OneCycle] leads up to: [ParameterGroup#lr]
    /// @param step from 0
    double lr(double base, int step);

    /// The momentum of a step, as [Optimizer#setMomentum] takes it; empty leaves the optimiser's own.
    default OptionalDouble momentum(int step) {
        return OptionalDouble.empty();
    }

    /// Sets the learning rate of every group, and the momentum if that is cycled, for a step.
    default void apply(Optimizer optimizer, int step) {
        for (int g = 0; g < optimizer.groups().size(); g++) {
            optimizer.setLearningRate(g, lr(optimizer.groups().get(g).lr(), step));
        }
        momentum(step).ifPresent(optimizer::setMomentum);
    }

    /// This schedule for {@code steps} steps, then another from its beginning.
    default Schedule then(int steps, Schedule next) {
        return new Sequence(this, steps, next);
    }

    /// The base rate always.
    record Constant() implements Schedule {
        @Override
        public double lr(double base, int step) {
            return base;
        }
    }

    /// A straight line from {@code startFactor · base} to {@code base} over the first steps, then {@code base}: PyTorch's
    /// {@code LinearLR}.
    ///
    /// @param steps that rise; step number {@code steps} is the first at {@code base}
    record LinearWarmup(double startFactor, int steps) implements Schedule {
        public LinearWarmup {
            require(startFactor >= 0 && steps >= 0, "linear warm-up: need a factor and steps of at least 0", startFactor, steps);
        }

        @Override
        public double lr(double base, int step) {
            return step >= steps ? base : base * (startFactor + (1 - startFactor) * step / steps);
        }
    }

    /// {@code base · gamma^⌊step / every⌋}: PyTorch's {@code StepLR}.
    record Steps(int every, double gamma) implements Schedule {
        public Steps {
            require(every >= 1 && gamma >= 0, "step schedule: need a length of at least 1 and a factor of at least 0", every,
                    gamma);
        }

        @Override
        public double lr(double base, int step) {
            return base * Math.pow(gamma, step / every);
        }
    }

    /// Half a cosine from {@code base} at step 0 to {@code lowest} at step {@code steps}, rising again after: PyTorch's
    /// {@code CosineAnnealingLR}.
    ///
    /// @param lowest learning rate, for all groups
    record Cosine(int steps, double lowest) implements Schedule {
        public Cosine {
            require(steps >= 1 && lowest >= 0, "cosine schedule: need at least 1 step and a rate of at least 0", steps, lowest);
        }

        @Override
        public double lr(double base, int step) {
            return lowest + (base - lowest) * (1 + Math.cos(Math.PI * step / steps)) / 2;
        }
    }

    /// {@code base · (step + 1) / warmup} over the warm-up, then half a cosine towards {@code lowest · base}, which step
    /// {@code total} would reach.
    ///
    /// @param warmup steps that rise; may be 0
    /// @param total number of all steps
    /// @param lowest share of the base rate
    record WarmupCosine(int warmup, int total, double lowest) implements Schedule {
        public WarmupCosine {
            require(warmup >= 0 && total > warmup && lowest >= 0,
                    "cosine with warm-up: need a warm-up of at least 0, more steps in all, and a share of at least 0", warmup,
                    total,
                    lowest);
        }

        @Override
        public double lr(double base, int step) {
            require(step >= 0 && step < total, "cosine with warm-up: need a step of at least 0 and below the number of all steps",
                    step, total);
            return step < warmup
                    ? base * (step + 1) / warmup
                    : base * (lowest + (1 - lowest) * (1 + Math.cos(Math.PI * (step - warmup) / (total - warmup))) / 2);
        }
    }

    /// One schedule after another, each from its own step 0: PyTorch's {@code SequentialLR}.
    ///
    /// @param steps of the first one
    record Sequence(Schedule first, int steps, Schedule next) implements Schedule {
        public Sequence {
            require(steps >= 0, "sequence of schedules: need a milestone of at least 0", steps);
        }

        @Override
        public double lr(double base, int step) {
            return step < steps ? first.lr(base, step) : next.lr(base, step - steps);
        }

        @Override
        public OptionalDouble momentum(int step) {
            return step < steps ? first.momentum(step) : next.momentum(step - steps);
        }
    }

    private static void require(boolean fine, String message, Number... got) {
        if (!fine) {
            throw new IllegalArgumentException(message + ", got " + Arrays.toString(got));
        }
    }
}
