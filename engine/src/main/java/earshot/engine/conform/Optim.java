package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.GradientNorm;
import earshot.engine.optim.Optimizer;
import earshot.engine.optim.ParameterGroup;
import earshot.engine.optim.Sgd;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The family {@code optim}: steps of optimisers, clipping of gradients, schedules.
public final class Optim {
    private static final double TOLERANCE = 2e-6;
    private static final double SCHEDULE = 1e-12;
    private static final Set<String> PER_GROUP = Set.of("params", "lr", "weight_decay");

    private Optim() {
    }

    /// The family.
    public static Family family() {
        return new GoldenFamily("optim", Map.ofEntries(
                entry("adamw", Optim::steps),
                entry("sgd", Optim::steps),
                entry("clip_grad_norm", Optim::clip),
                entry("one_cycle_lr", Optim::schedule),
                entry("cosine_annealing_lr", Optim::schedule),
                entry("warmup_cosine", Optim::schedule),
                entry("sequential_linear_cosine", Optim::schedule)));
    }

    private static void steps(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        Map<String, Parameter> all = new LinkedHashMap<>();
        List<ParameterGroup> groups = new ArrayList<>();
        for (JsonNode g : a.path("groups")) {
            checkOptions(a, g);
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            for (JsonNode name : g.path("params")) {
                TensorData start = c.get("param/" + name.asString());
                parameters.put(name.asString(), parameter(s.backend(), start.shape(), start.doubles()));
            }
            groups.add(new ParameterGroup(parameters, g.path("lr").doubleValue(), g.path("weight_decay").asDouble(0)));
            all.putAll(parameters);
        }
        Optimizer optimizer = optimizer(c.op(), a, groups);
        int steps = a.path("steps").intValue();
        Map<String, double[]> courses = new LinkedHashMap<>();
        all.forEach((name, p) -> courses.put(name, new double[steps * p.shape().count()]));
        for (int step = 0; step < steps; step++) {
            if (c.has("in/lr")) {
                optimizer.setLearningRate(c.get("in/lr").doubles()[step]);
            }
            for (Map.Entry<String, Parameter> e : all.entrySet()) {
                giveGradient(e.getValue(), slice(c.get("in/grad_" + e.getKey()), step, e.getValue()));
            }
            optimizer.step();
            optimizer.clearGradients();
            for (Map.Entry<String, Parameter> e : all.entrySet()) {
                int n = e.getValue().shape().count();
                System.arraycopy(e.getValue().value().doubles(), 0, courses.get(e.getKey()), step * n, n);
            }
        }
        courses.forEach((name, course) -> comparison.close("out/" + name, c.get("out/" + name),
                TensorData.of(all.get(name).shape().inserted("steps", 0).with(0, steps), course), TOLERANCE));
        Map<String, TensorData> state = optimizer.state();
        c.role("buffer").forEach((name, expected) -> {
            if (state.containsKey(name)) {
                comparison.close("buffer/" + name, expected, state.get(name), TOLERANCE);
            } else {
                comparison.fail("buffer/" + name + ": expected " + expected + ", got no such state, but " + state.keySet());
            }
        });
        optimizer.release();
        all.values().forEach(Parameter::release);
    }

    /// What groups can differ in here.
    private static void checkOptions(JsonNode whole, JsonNode group) {
        for (Map.Entry<String, JsonNode> option : group.properties()) {
            if (!PER_GROUP.contains(option.getKey()) && !option.getValue().equals(whole.path(option.getKey()))) {
                throw new IllegalArgumentException("optimizer: expected groups that differ in " + PER_GROUP + " alone, got "
                        + option.getKey() + " = " + option.getValue());
            }
        }
    }

    /// An optimiser as attributes describe it.
    ///
    /// @param name {@code adamw} or {@code sgd}
    /// @throws IllegalArgumentException if there is no such optimiser
    public static Optimizer optimizer(String name, JsonNode a, List<ParameterGroup> groups) {
        return switch (name) {
            case "sgd" -> new Sgd(groups, a.path("momentum").asDouble(0), a.path("dampening").asDouble(0),
                    a.path("nesterov").asBoolean(false));
            case "adamw" -> new AdamW(groups, a.path("betas").path(0).asDouble(0.9), a.path("betas").path(1).asDouble(0.999),
                    a.path("eps").asDouble(1e-8));
            default -> throw new IllegalArgumentException("optimizer: expected adamw or sgd, got " + name);
        };
    }

    private static void clip(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        double type = c.attributes().path("norm_type").asDouble(2);
        if (type != 2) {
            throw new IllegalArgumentException("clip_grad_norm: expected norm_type 2, got " + type);
        }
        Map<String, Parameter> all = new LinkedHashMap<>();
        c.role("in").forEach((name, g) -> {
            Parameter p = parameter(s.backend(), g.shape(), new double[g.shape().count()]);
            giveGradient(p, g.doubles());
            all.put(name, p);
        });
        double norm = GradientNorm.clip(all.values(), c.attributes().path("max_norm").doubleValue());
        comparison.each("out/total_norm", c.get("out/total_norm"), TensorData.of(Shape.of(), norm), SCHEDULE, 0);
        all.forEach((name, p) -> comparison.close("out/" + name, c.get("out/" + name),
                StateDict.read(p.gradient(), Layout.PLAIN), TOLERANCE));
        all.values().forEach(Parameter::release);
    }

    /// Learning rates and momentum as an optimiser gets them.
    private static void schedule(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        JsonNode rates = a.has("max_lr") ? a.path("max_lr") : a.path("base_lr");
        List<ParameterGroup> groups = new ArrayList<>();
        for (int g = 0; g < Math.max(1, rates.size()); g++) {
            double base = (rates.isArray() ? rates.get(g) : rates).doubleValue();
            groups.add(new ParameterGroup(Map.of("p" + g, parameter(s.backend(), Shape.of(1), 0)), base, 0));
        }
        Optimizer optimizer = a.path("optimizer").asString("adamw").equals("sgd")
                ? new Sgd(groups, 0.9, 0, false)
                : new AdamW(groups, 0.9, 0.999, 1e-8);
        var schedule = Schedules.of(c.op(), a);
        int steps = c.get("out/lr").shape().size(0);
        double[] lr = new double[steps * groups.size()];
        double[] momentum = new double[lr.length];
        for (int step = 0; step < steps; step++) {
            schedule.apply(optimizer, step);
            for (int g = 0; g < groups.size(); g++) {
                lr[step * groups.size() + g] = optimizer.learningRate(g);
                momentum[step * groups.size() + g] = optimizer.momentum();
            }
        }
        Shape shape = Shape.of(steps, groups.size());
        comparison.each("out/lr", c.get("out/lr"), TensorData.of(shape, lr), SCHEDULE, 0);
        if (c.has("out/momentum")) {
            comparison.each("out/momentum", c.get("out/momentum"), TensorData.of(shape, momentum), SCHEDULE, 0);
        }
        groups.forEach(g -> g.parameters().values().forEach(Parameter::release));
    }

    private static Parameter parameter(Backend backend, Shape shape, double... values) {
        Parameter p = new Parameter(backend, shape, Layout.PLAIN);
        p.value().write(values);
        return p;
    }

    /// {@code Σ w · g} has the gradient {@code g}.
    private static void giveGradient(Parameter w, double[] g) {
        try (var _ = Scope.open()) {
            w.value().mul(Tensor.of(w.value().backend(), w.shape(), g)).sum().backward();
        }
    }

    private static double[] slice(TensorData steps, int step, Parameter p) {
        int n = p.shape().count();
        return Arrays.copyOfRange(steps.doubles(), step * n, (step + 1) * n);
    }
}
