package earshot.engine.conform;

import earshot.engine.optim.OneCycle;
import earshot.engine.optim.Schedule;
import tools.jackson.databind.JsonNode;

/// Schedules as attributes describe them.
public final class Schedules {

    private Schedules() {
    }

    /// @param op PyTorch's name in words: {@code one_cycle_lr}
    /// @throws IllegalArgumentException if there is no such schedule
    public static Schedule of(String op, JsonNode a) {
        return switch (op) {
            case "one_cycle_lr" -> new OneCycle(a.path("total_steps").intValue(), a.path("pct_start").asDouble(0.3),
                    a.path("div_factor").asDouble(25), a.path("final_div_factor").asDouble(1e4),
                    anneal(a.path("anneal_strategy").asString("cos")), a.path("three_phase").asBoolean(false),
                    a.path("cycle_momentum").asBoolean(true)
                            ? new OneCycle.Momentum(a.path("base_momentum").asDouble(0.85), a.path("max_momentum").asDouble(0.95))
                            : null);
            case "cosine_annealing_lr" -> new Schedule.Cosine(a.path("t_max").intValue(), a.path("eta_min").asDouble(0));
            case "warmup_cosine" -> new Schedule.WarmupCosine(a.path("warmup_steps").intValue(), a.path("total_steps").intValue(),
                    a.path("min_ratio").asDouble(0));
            case "sequential_linear_cosine" -> {
                int warmup = a.path("warmup_steps").intValue();
                yield new Schedule.LinearWarmup(a.path("start_factor").doubleValue(), warmup).then(warmup,
                        new Schedule.Cosine(a.path("total_steps").intValue() - warmup, a.path("eta_min").asDouble(0)));
            }
            default -> throw new IllegalArgumentException("schedule: no " + op + " is known");
        };
    }

    private static OneCycle.Anneal anneal(String strategy) {
        return switch (strategy) {
            case "cos" -> OneCycle.Anneal.COSINE;
            case "linear" -> OneCycle.Anneal.LINEAR;
            default ->
                throw new IllegalArgumentException("one_cycle_lr: expected anneal_strategy cos or linear, got " + strategy);
        };
    }
}
