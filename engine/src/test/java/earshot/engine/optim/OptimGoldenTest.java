package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// AdamW and the one-cycle schedule against PyTorch's numbers: see {@code src/golden/engine/README.md}.
class OptimGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "engine",
            "optim.safetensors");

    static Stream<GoldenFile.Case> schedules() throws IOException {
        return GoldenFile.read(GOLDEN).cases().stream().filter(c -> c.op().equals("one_cycle_lr"));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void oneCycleIsPyTorchs(GoldenFile.Case c) {
        JsonNode a = c.attributes();
        OneCycle.Momentum momentum = a.path("cycle_momentum").booleanValue()
                ? new OneCycle.Momentum(a.path("base_momentum").doubleValue(), a.path("max_momentum").doubleValue())
                : null;
        int groups = a.path("max_lr").size();
        int steps = a.path("total_steps").intValue();
        for (int g = 0; g < groups; g++) {
            OneCycle schedule = new OneCycle(a.path("max_lr").get(g).doubleValue(), steps, a.path("pct_start").doubleValue(),
                    a.path("div_factor").doubleValue(), a.path("final_div_factor").doubleValue(),
                    a.path("anneal_strategy").asString().equals("cos") ? OneCycle.Anneal.COSINE : OneCycle.Anneal.LINEAR,
                    a.path("three_phase").booleanValue(), momentum);
            for (int step = 0; step < steps; step++) {
                double lr = c.get("out/lr").doubles()[step * groups + g];
                assertEquals(lr, schedule.lr(step), 1e-12 * lr, "learning rate of step " + step);
                if (momentum != null) {
                    double beta1 = c.get("out/momentum").doubles()[step * groups + g];
                    assertEquals(beta1, schedule.beta1(step), 1e-12 * beta1, "beta1 of step " + step);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void adamWithTwoGroupsIsPyTorchs(String backend) throws IOException {
        adamW(GoldenFile.read(GOLDEN).get("adamw_two_groups"), Backends.create(backend, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void adamWithScheduledRateIsPyTorchs(String backend) throws IOException {
        adamW(GoldenFile.read(GOLDEN).get("adamw_scheduled_lr"), Backends.create(backend, 2));
    }

    private static void adamW(GoldenFile.Case c, Backend backend) {
        JsonNode a = c.attributes();
        Map<String, Parameter> all = new LinkedHashMap<>();
        List<AdamW.Group> groups = new ArrayList<>();
        for (JsonNode g : a.path("groups")) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            for (JsonNode name : g.path("params")) {
                TensorData start = c.get("param/" + name.asString());
                Parameter p = new Parameter(backend, start.shape(), Layout.PLAIN);
                p.value().write(start.floats());
                parameters.put(name.asString(), p);
            }
            groups.add(new AdamW.Group(parameters, g.path("lr").doubleValue(), g.path("weight_decay").doubleValue()));
            all.putAll(parameters);
        }
        AdamW optimizer = new AdamW(groups, a.path("betas").get(0).doubleValue(), a.path("betas").get(1).doubleValue(),
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
                double[] expected = slice(c.get("out/" + e.getKey()), step, e.getValue());
                double error = GoldenFile.error(e.getValue().value().doubles(), expected);
                assertTrue(error <= 2e-6, e.getKey() + " after step " + step + ": error " + error);
            }
        }
        optimizer.state().forEach((name, got) -> {
            if (c.has("buffer/" + name)) {
                double error = GoldenFile.error(got.doubles(), c.get("buffer/" + name).doubles());
                assertTrue(error <= 2e-6, name + ": error " + error);
            }
        });
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
