package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.GradientNorm;
import earshot.engine.optim.OneCycle;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The small ResNet-34 against PyTorch's numbers: one step in every detail, and ten steps of training. How the numbers were made, and
/// where the tolerances come from: {@code src/golden/engine/README.md}.
class ResNetGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "engine");
    private static final int CLASSES = 10;

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void oneStepGivesLogitsLossGradientsAndBuffers(String name) throws IOException {
        GoldenFile.Case c = models().get("resnet34_w8_train");
        ResNet model = model(name);
        Backend backend = backend(model);
        try (var _ = Scope.open()) {
            Tensor x = images(backend, c.get("in/x")).requireGradient();
            Tensor logits = model.apply(x);
            Tensor loss = logits.crossEntropy(Targets.of(backend, labels(c), CLASSES, 0));
            loss.backward();
            check("logits", 2e-5, logits.doubles(), c.get("out/logits"));
            check("loss", 2e-5, loss.doubles(), c.get("out/loss"));
            check("gradient of x", 1e-4, StateDict.read(x.gradient(), Layout.IMAGE).doubles(), c.get("grad/x"));
        }
        model.parameters().forEach((parameter, p) -> {
            if (c.has("grad/" + parameter)) {
                check("gradient of " + parameter, 1e-4, StateDict.read(p.gradient(), p.layout()).doubles(),
                        c.get("grad/" + parameter));
            }
            double norm = c.attributes().path("grad_norms").path(parameter).doubleValue();
            double got = Math.sqrt(Arrays.stream(p.gradient().doubles()).map(v -> v * v).sum());
            assertEquals(norm, got, 1e-4 * Math.max(norm, 1e-2), "gradient norm of " + parameter);
        });
        Map<String, TensorData> after = StateDict.of(model);
        c.role("out").forEach((key, expected) -> {
            if (after.containsKey(key)) {
                check(key, 2e-5, after.get(key).doubles(), expected);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void inferenceGivesLogits(String name) throws IOException {
        GoldenFile models = models();
        ResNet model = model(name);
        model.eval();
        Backend backend = backend(model);
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor logits = model.apply(images(backend, models.get("resnet34_w8_train").get("in/x")));
            check("logits", 2e-5, logits.doubles(), models.get("resnet34_w8_eval").get("out/logits"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void tenStepsOfTrainingFollowPyTorch(String name) throws IOException {
        GoldenFile.Case c = GoldenFile.read(GOLDEN.resolve("trajectory.safetensors")).get("resnet34_10_steps");
        ResNet model = model(name);
        Backend backend = backend(model);
        Map<String, Parameter> parameters = model.parameters();
        AdamW optimizer = new AdamW(parameters, 0.002, 0.01);
        OneCycle schedule = OneCycle.of(10);
        for (int step = 0; step < 10; step++) {
            schedule.apply(optimizer, step);
            assertEquals(c.get("out/lr").doubles()[step], optimizer.learningRate(0), 1e-15);
            assertEquals(c.get("out/beta1").doubles()[step], optimizer.momentum(), 1e-12);
            try (var _ = Scope.open()) {
                Tensor logits = model.apply(images(backend, c.get("in/x")));
                Tensor loss = logits.crossEntropy(Targets.of(backend, labels(c), CLASSES, 0.1));
                loss.backward();
                assertEquals(c.get("out/loss").doubles()[step], loss.item(), 1e-4, "loss of step " + step);
                // Gradients part earlier than losses: a rectifier's input within rounding of zero moves them by 1e-3 and more, so
                // that PyTorch's own float32 is off by 4e-4 in the last step.
                double norm = c.get("out/grad_norm").doubles()[step];
                assertEquals(norm, GradientNorm.of(parameters.values()), (step == 0 ? 1e-5 : 5e-3) * norm,
                        "gradient norm of step " + step);
            }
            optimizer.step();
            optimizer.clearGradients();
            if (step == 0) {
                checkState("step1.", 1e-5, model, c);
            }
        }
        checkState("final.", 1e-3, model, c);
        model.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            check("logits at the end", 1e-3, model.apply(images(backend, c.get("in/x"))).doubles(), c.get("out/eval_logits"));
        }
    }

    private static GoldenFile models() throws IOException {
        return GoldenFile.read(GOLDEN.resolve("models.safetensors"));
    }

    /// The network in the state that all cases start from.
    private static ResNet model(String backend) throws IOException {
        GoldenFile.Case c = models().get("resnet34_w8_train");
        Map<String, TensorData> state = new LinkedHashMap<>(c.role("param"));
        state.putAll(c.role("buffer"));
        ResNet model = new ResNet(Backends.create(backend, 2), ResNet.Config.resnet34(1, 8, CLASSES), 0);
        StateDict.load(model, state);
        return model;
    }

    private static Backend backend(ResNet model) {
        return model.parameters().get("conv1.weight").value().backend();
    }

    private static Tensor images(Backend backend, TensorData nchw) {
        return Tensor.of(backend, Layout.IMAGE.fromTorch(nchw.shape()), Layout.IMAGE.fromTorch(nchw.floats(), nchw.shape()));
    }

    private static int[] labels(GoldenFile.Case c) {
        return Arrays.stream(c.get("in/target").longs()).mapToInt(Math::toIntExact).toArray();
    }

    private static void checkState(String prefix, double tolerance, ResNet model, GoldenFile.Case c) {
        Map<String, TensorData> state = StateDict.of(model);
        c.role("out").forEach((key, expected) -> {
            if (key.startsWith(prefix)) {
                check(key, tolerance, state.get(key.substring(prefix.length())).doubles(), expected);
            }
        });
    }

    private static void check(String what, double tolerance, double[] got, TensorData expected) {
        double error = GoldenFile.error(got, expected.doubles());
        assertTrue(error <= tolerance, what + ": error " + error + ", allowed " + tolerance);
    }
}
