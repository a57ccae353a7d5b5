package earshot.engine.conform;

import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The family {@code ops}: every op by itself, results and gradients. An op's adapter says how attributes and operands become a call;
/// the adapters stand in tables by subject.
public final class Ops {
    private static final Set<String> ELEMENTWISE = Set.of("exp", "log", "sqrt", "tanh", "sigmoid", "relu", "silu", "neg", "abs",
            "gelu", "pow", "add", "sub", "mul", "div");
    private static final double RELATIVE = 2e-6;
    private static final double ABSOLUTE = 1e-7;

    private Ops() {
    }

    /// The family.
    public static Family family() {
        Map<String, Function<OpCase, Tensor>> adapters = new HashMap<>();
        adapters.putAll(ElementwiseOps.TABLE);
        adapters.putAll(ProductOps.TABLE);
        adapters.putAll(PoolOps.TABLE);
        adapters.putAll(NormOps.TABLE);
        adapters.putAll(LossOps.TABLE);
        adapters.putAll(ReductionOps.TABLE);
        adapters.putAll(MovementOps.TABLE);
        Map<String, GoldenFamily.Run> runs = new HashMap<>();
        adapters.forEach((op, adapter) -> runs.put(op, (c, s, comparison) -> {
            try (var _ = Scope.open()) {
                run(new OpCase(c, s.backend()), adapter, comparison);
            }
        }));
        return new GoldenFamily("ops", runs);
    }

    private static void run(OpCase c, Function<OpCase, Tensor> adapter, Comparison comparison) {
        GoldenFile.Case golden = c.golden();
        Tensor y = adapter.apply(c);
        TensorData expected = golden.get("out/y");
        if (expected.type().integer()) {
            comparison.exact("out/y", expected, positions(c, y));
            return;
        }
        TensorData got = StateDict.read(y, c.layout());
        double tolerance = tolerance(golden.name());
        comparison.close("out/y", expected, got, tolerance);
        if (ELEMENTWISE.contains(golden.op())) {
            comparison.each("out/y", expected, got, RELATIVE, ABSOLUTE);
        }
        if (golden.has("in/cotangent") && got.shape().equals(golden.get("in/cotangent").shape())) {
            gradients(c, y, tolerance, comparison);
        }
        c.running().forEach((name, t) -> {
            if (golden.has("out/" + name)) {
                comparison.close("out/" + name, golden.get("out/" + name), StateDict.read(t, Layout.PLAIN), tolerance);
            }
        });
    }

    private static void gradients(OpCase c, Tensor y, double tolerance, Comparison comparison) {
        TensorData cotangent = c.golden().get("in/cotangent");
        y.backward(Tensor.of(y.backend(), y.shape(), c.layout().fromTorch(cotangent.doubles(), cotangent.shape())));
        c.golden().role("grad").forEach((name, expected) -> {
            OpCase.Operand operand = c.operands().get(name);
            if (operand != null && operand.tensor().gradient() != null) {
                comparison.close("grad/" + name, expected, StateDict.read(operand.tensor().gradient(), operand.layout()),
                        tolerance);
            }
        });
    }

    /// Means far above the spread and scores far apart cost digits in any float32.
    private static double tolerance(String name) {
        if (name.startsWith("sdpa_large_scores")) {
            return 3e-5;
        }
        return name.startsWith("layer_norm_offset") || name.startsWith("batch_norm_offset") ? 1e-5 : 5e-6;
    }

    private static TensorData positions(OpCase c, Tensor y) {
        Shape shape = c.flag("keepdim") ? y.shape().inserted(c.golden().op(), c.integer("dim", 0)) : y.shape();
        return TensorData.of(shape, Arrays.stream(y.ints()).asLongStream().toArray());
    }
}
