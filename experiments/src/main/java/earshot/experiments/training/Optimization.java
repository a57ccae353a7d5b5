package earshot.experiments.training;

import earshot.engine.Parameter;
import earshot.engine.nn.Module;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.OneCycle;
import earshot.engine.optim.ParameterGroup;
import earshot.engine.optim.Schedule;
import earshot.experiments.ExperimentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How AdamW moves the weights.
///
/// @param schedule     the course of the learning rates
/// @param warmup       steps that rise, of [Course#WARMUP_COSINE] only
/// @param floor        share of the highest rate that the last step comes near, of [Course#WARMUP_COSINE] only
/// @param beta1        of AdamW; [Course#ONE_CYCLE] has its own
/// @param beta2        of AdamW
/// @param clip         largest norm of all gradients together, 0 for no limit
/// @param accumulate   batches whose gradients make one step
/// @param pretrainedLr highest learning rate of what starts from weights learned elsewhere
public record Optimization(Course schedule, int warmup, double floor, double beta1, double beta2, double clip, int accumulate,
        double pretrainedLr) {

    /// One cycle, every batch a step.
    public static final Optimization ONE_CYCLE = new Optimization(Course.ONE_CYCLE, 0, 0, 0.9, 0.999, 0, 1, 1e-4);

    /// The highest rate always, every batch a step.
    public static final Optimization CONSTANT = new Optimization(Course.CONSTANT, 0, 0, 0.9, 0.999, 0, 1, 1e-4);

    /// Shapes of the learning rate over all steps.
    public enum Course {
        /// See [OneCycle].
        ONE_CYCLE,
        /// The highest rate always.
        CONSTANT,
        /// A straight rise, then half a cosine: see [Schedule.WarmupCosine].
        WARMUP_COSINE
    }

    public Optimization {
        require(warmup >= 0, "warmup", "at least 0", warmup);
        require(floor >= 0 && floor <= 1, "floor", "0 to 1", floor);
        require(beta1 >= 0 && beta1 < 1, "beta1", "at least 0 and below 1", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2", "at least 0 and below 1", beta2);
        require(clip >= 0, "clip", "at least 0", clip);
        require(accumulate >= 1, "accumulate", "at least 1", accumulate);
        require(pretrainedLr > 0, "pretrainedLr", "above 0", pretrainedLr);
    }

    /// The same with another learning rate of what was learned before.
    public Optimization withPretrainedLr(double lr) {
        return new Optimization(schedule, warmup, floor, beta1, beta2, clip, accumulate, lr);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration("optimization." + key, expected, got);
        }
    }

    /// Steps of an epoch.
    ///
    /// @param batches of the epoch; the last step takes those that are left
    int steps(int batches) {
        return Math.ceilDiv(batches, accumulate);
    }

    /// An optimiser of all parameters: one group of those that start from random weights, another of the pre-trained ones; either may be
    /// missing.
    ///
    /// @param pretrained names of the latter
    AdamW optimizer(Module network, Set<String> pretrained, double lr, double weightDecay) {
        Map<String, Parameter> fresh = new LinkedHashMap<>();
        Map<String, Parameter> learned = new LinkedHashMap<>();
        network.parameters().forEach((name, w) -> (pretrained.contains(name) ? learned : fresh).put(name, w));
        List<ParameterGroup> groups = new ArrayList<>();
        if (!fresh.isEmpty()) {
            groups.add(new ParameterGroup(fresh, lr, weightDecay));
        }
        if (!learned.isEmpty()) {
            groups.add(new ParameterGroup(learned, pretrainedLr, weightDecay));
        }
        return new AdamW(groups, beta1, beta2, 1e-8);
    }

    /// @param steps of the whole training
    Schedule course(int steps) {
        return switch (schedule) {
            case ONE_CYCLE -> OneCycle.of(steps);
            case CONSTANT -> new Schedule.Constant();
            // A training that is shorter than the warm-up rises to its end.
            case WARMUP_COSINE -> new Schedule.WarmupCosine(Math.min(warmup, steps - 1), steps, floor);
        };
    }
}
