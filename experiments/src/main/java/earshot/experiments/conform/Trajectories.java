package earshot.experiments.conform;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Family;
import earshot.engine.conform.GoldenFamily;
import earshot.engine.conform.Optim;
import earshot.engine.conform.Schedules;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.optim.GradientNorm;
import earshot.engine.optim.Optimizer;
import earshot.engine.optim.ParameterGroup;
import earshot.engine.optim.Schedule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The family {@code trajectory}: some steps of a training, every loss, and the state after the first step and the last.
final class Trajectories {
    private static final double LOSS = 1e-4;
    private static final double FIRST = 1e-5;
    private static final double LAST = 1e-3;
    private static final double FIRST_NORM = 1e-5;
    /// Gradients part earlier than losses: a rectifier's input within rounding of zero moves them by percents between two correct engines.
    /// PyTorch's own float32 is off by 4e-4 in the tenth step; plain sums of 256-bit vectors by 1.3e-2, with losses and weights as close as ever.
    private static final double NORM = 5e-2;

    private Trajectories() {
    }

    static Family family() {
        return new GoldenFamily("trajectory", Map.of("train_steps", Trajectories::run));
    }

    private static void run(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        JsonNode a = c.attributes();
        Module model = Networks.build(a.path("model").asString(), a, s.backend());
        Models.load(model, s.named(c, "state"));
        GoldenFile.Case inputs = s.named(c, "inputs");
        Map<String, Parameter> parameters = model.parameters();
        Optimizer optimizer = optimizer(a, parameters);
        Schedule schedule = Schedules.of(a.path("schedule").path("name").asString(), a.path("schedule"));
        int steps = a.path("steps").intValue();
        double[] loss = new double[steps];
        double[] lr = new double[steps];
        double[] beta1 = new double[steps];
        double[] norm = new double[steps];
        for (int step = 0; step < steps; step++) {
            schedule.apply(optimizer, step);
            lr[step] = optimizer.learningRate(0);
            beta1[step] = optimizer.momentum();
            try (var _ = Scope.open()) {
                Tensor value = Models.loss(a, model.apply(Models.images(s.backend(), inputs.get("in/x"))), Models.labels(inputs));
                loss[step] = value.item();
                value.backward();
            }
            norm[step] = GradientNorm.of(parameters.values());
            optimizer.step();
            optimizer.clearGradients();
            if (step == 0) {
                Models.state("step1.", model, c, FIRST, comparison);
            }
        }
        Models.state("final.", model, c, LAST, comparison);
        series("lr", lr, 1e-12, c, comparison);
        series("beta1", beta1, 1e-12, c, comparison);
        losses("out/loss", loss, c, comparison);
        losses("out/loss_float64", loss, c, comparison);
        series("grad_norm", norm, NORM, c, comparison);
        if (c.has("out/grad_norm")) {
            comparison.close("out/grad_norm of the first step", c.get("out/grad_norm").doubles()[0], norm[0], FIRST_NORM);
        }
        model.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor logits = model.apply(Models.images(s.backend(), inputs.get("in/x")));
            comparison.close("out/eval_logits", c.get("out/eval_logits"), StateDict.read(logits, Layout.PLAIN), LAST);
        }
        optimizer.release();
        model.release();
    }

    private static Optimizer optimizer(JsonNode a, Map<String, Parameter> parameters) {
        JsonNode o = a.path("optimizer");
        if (o.path("param_groups").asInt(1) != 1) {
            throw new IllegalArgumentException("train_steps: expected one parameter group, got " + o.path("param_groups"));
        }
        JsonNode s = a.path("schedule");
        double lr = s.has("max_lr") ? s.path("max_lr").asDouble() : s.path("base_lr").asDouble();
        return Optim.optimizer(o.path("name").asString(), o,
                List.of(new ParameterGroup(parameters, lr, o.path("weight_decay").asDouble(0))));
    }

    private static void series(String name, double[] got, double relative, GoldenFile.Case c, Comparison comparison) {
        String key = "out/" + name;
        if (c.has(key)) {
            comparison.each(key, c.get(key), TensorData.of(Shape.of(got.length), got), relative, 0);
        }
    }

    private static void losses(String key, double[] got, GoldenFile.Case c, Comparison comparison) {
        if (c.has(key)) {
            comparison.near(key, c.get(key), TensorData.of(Shape.of(got.length), got), LOSS);
        }
    }
}
