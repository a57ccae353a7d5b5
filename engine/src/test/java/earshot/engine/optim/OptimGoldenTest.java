package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Optimisers, clipping and schedules against PyTorch's numbers: see {@code src/golden/engine/README.md}.
class OptimGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "engine",
            "optim.safetensors");

    static Stream<Arguments> cases() throws IOException {
        List<GoldenFile.Case> cases = GoldenFile.read(GOLDEN).cases();
        return Stream.of("reference", "cpu").flatMap(backend -> cases.stream().map(c -> Arguments.of(backend, c)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void isPyTorchs(String backend, GoldenFile.Case c) {
        switch (c.op()) {
            case "adamw", "sgd" -> optimizer(c, Backends.create(backend, 2));
            case "clip_grad_norm" -> clip(c, Backends.create(backend, 2));
            default -> schedule(c, Backends.create(backend, 2));
        }
    }

    @Test
    void thereAreAllCases() throws IOException {
        assertEquals(37, GoldenFile.read(GOLDEN).cases().size());
    }

    private static void optimizer(GoldenFile.Case c, Backend backend) {
        JsonNode a = c.attributes();
        Map<String, Parameter> all = new LinkedHashMap<>();
        List<ParameterGroup> groups = new ArrayList<>();
        for (JsonNode g : a.path("groups")) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            for (JsonNode name : g.path("params")) {
                TensorData start = c.get("param/" + name.asString());
                parameters.put(name.asString(), parameter(backend, start.shape(), start.doubles()));
            }
            groups.add(new ParameterGroup(parameters, g.path("lr").doubleValue(), g.path("weight_decay").doubleValue()));
            all.putAll(parameters);
        }
        Optimizer optimizer = c.op().equals("sgd")
                ? new Sgd(groups, a.path("momentum").doubleValue(), a.path("dampening").doubleValue(),
                        a.path("nesterov").booleanValue())
                : new AdamW(groups, a.path("betas").get(0).doubleValue(), a.path("betas").get(1).doubleValue(),
                        a.path("eps").doubleValue());
        for (int step = 0; step < a.path("steps").intValue(); step++) {
            if (c.has("in/lr")) {
                optimizer.setLearningRate(c.get("in/lr").doubles()[step]);
            }
            for (Map.Entry<String, Parameter> e : all.entrySet()) {
                giveGradient(e.getValue(), slice(c.get("in/grad_" + e.getKey()), step, e.getValue()));
            }
            optimizer.step();
            optimizer.clearGradients();
            for (Map.Entry<String, Parameter> e : all.entrySet()) {
                agrees(e.getKey() + " after step " + step, e.getValue().value().doubles(),
                        slice(c.get("out/" + e.getKey()), step, e.getValue()));
            }
        }
        Map<String, TensorData> state = optimizer.state();
        c.role("buffer").forEach((name, expected) -> agrees(name, state.get(name).doubles(), expected.doubles()));
    }

    private static void clip(GoldenFile.Case c, Backend backend) {
        Map<String, Parameter> all = new LinkedHashMap<>();
        c.role("in").forEach((name, g) -> {
            Parameter p = parameter(backend, g.shape(), new double[g.shape().count()]);
            giveGradient(p, g.doubles());
            all.put(name, p);
        });
        double norm = GradientNorm.clip(all.values(), c.attributes().path("max_norm").doubleValue());
        double expected = c.get("out/total_norm").doubles()[0];
        assertEquals(expected, norm, 1e-12 * expected);
        all.forEach((name, p) -> agrees(name, p.gradient().doubles(), c.get("out/" + name).doubles()));
    }

    /// Learning rates and momentum as an optimiser gets them.
    private static void schedule(GoldenFile.Case c, Backend backend) {
        JsonNode a = c.attributes();
        JsonNode rates = a.has("max_lr") ? a.path("max_lr") : a.path("base_lr");
        List<ParameterGroup> groups = new ArrayList<>();
        for (int g = 0; g < Math.max(1, rates.size()); g++) {
            double base = (rates.isArray() ? rates.get(g) : rates).doubleValue();
            groups.add(new ParameterGroup(Map.of("p" + g, parameter(backend, Shape.of(1), 0)), base, 0));
        }
        Optimizer optimizer = a.path("optimizer").asString("adamw").equals("sgd")
                ? new Sgd(groups, 0.9, 0, false)
                : new AdamW(groups, 0.9, 0.999, 1e-8);
        Schedule schedule = schedule(c.op(), a);
        double[] lr = c.get("out/lr").doubles();
        for (int step = 0; step < lr.length / groups.size(); step++) {
            schedule.apply(optimizer, step);
            for (int g = 0; g < groups.size(); g++) {
                int i = step * groups.size() + g;
                assertEquals(lr[i], optimizer.learningRate(g), 1e-12 * lr[i], "learning rate of step " + step);
                if (c.has("out/momentum")) {
                    double momentum = c.get("out/momentum").doubles()[i];
                    assertEquals(momentum, optimizer.momentum(), 1e-12 * momentum, "momentum of step " + step);
                }
            }
        }
    }

    private static Schedule schedule(String op, JsonNode a) {
        return switch (op) {
            case "one_cycle_lr" -> new OneCycle(a.path("total_steps").intValue(), a.path("pct_start").doubleValue(),
                    a.path("div_factor").doubleValue(), a.path("final_div_factor").doubleValue(),
                    a.path("anneal_strategy").asString().equals("cos") ? OneCycle.Anneal.COSINE : OneCycle.Anneal.LINEAR,
                    a.path("three_phase").booleanValue(),
                    a.path("cycle_momentum").booleanValue()
                            ? new OneCycle.Momentum(a.path("base_momentum").doubleValue(), a.path("max_momentum").doubleValue())
                            : null);
            case "cosine_annealing_lr" -> new Schedule.Cosine(a.path("t_max").intValue(), a.path("eta_min").doubleValue());
            case "warmup_cosine" -> new Schedule.WarmupCosine(a.path("warmup_steps").intValue(), a.path("total_steps").intValue(),
                    a.path("min_ratio").doubleValue());
            case "sequential_linear_cosine" -> {
                int warmup = a.path("warmup_steps").intValue();
                yield new Schedule.LinearWarmup(a.path("start_factor").doubleValue(), warmup).then(warmup,
                        new Schedule.Cosine(a.path("total_steps").intValue() - warmup, a.path("eta_min").doubleValue()));
            }
            default -> throw new AssertionError("no such schedule: " + op);
        };
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

    private static void agrees(String what, double[] got, double[] expected) {
        double error = GoldenFile.error(got, expected);
        assertTrue(error <= 2e-6, what + ": error " + error);
    }
}
