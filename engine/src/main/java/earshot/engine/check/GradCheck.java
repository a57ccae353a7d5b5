package earshot.engine.check;

import earshot.engine.Gradients;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Proves gradients: the backward pass against central differences in double precision, and one backend against another. Works on
/// any function of tensors, an op or a whole module.
///
/// ```java
/// GradCheck.assertGradients(x -> x.get(0).softmax(), GradCheck.Input.of(Shape.of(3, 5), values));
/// ```
///
/// With [earshot.engine.jqwik] the operands of a property are made, and shrunk, by jqwik.
///
/// The result is multiplied by a random cotangent before it is summed, because a plain sum cannot see, for instance, softmax. Inputs
/// must keep clear of kinks by more than [#STEP] times two.
public final class GradCheck {
    /// Step of the differences. With four points the truncation is of fourth order, far below rounding.
    public static final double STEP = 1e-4;

    /// A gradient that is smaller than this everywhere is compared absolutely.
    private static final double SMALL = 1e-3;
    /// Elements of each input that are tried; differences cost four forward passes each.
    private static final int TRIED = 20;
    /// Values of an operand that a report shows.
    private static final int SHOWN = 6;

    /// Largest error that [#assertGradients] lets pass.
    private static final double TOLERANCE = 1e-6;

    private GradCheck() {
    }

    /// Fails unless the gradients of {@code f} are those of central differences, on the reference backend.
    ///
    /// @param f deterministic; called many times, each time in a scope of its own
    /// @throws AssertionError naming the operand, the element, and both values
    public static void assertGradients(Function<List<Tensor>, Tensor> f, Input... inputs) {
        differences(Backends.create("reference", 1), f, List.of(inputs), 1).require(TOLERANCE);
    }

    /// Fails unless the gradients of {@code f}, which runs a module, are those of central differences, for the operands and for every
    /// parameter of the module.
    ///
    /// @param module built on the reference backend
    /// @throws AssertionError naming the operand or parameter, the element, and both values
    public static void assertGradients(Module module, Function<List<Tensor>, Tensor> f, Input... inputs) {
        Backend backend = Backends.create("reference", 1);
        for (Parameter p : module.parameters().values()) {
            backend = p.value().backend();
        }
        module(backend, module, f, List.of(inputs), 1).require(TOLERANCE);
    }

    /// An operand.
    ///
    /// @param gradient whether its gradient is to be checked
    public record Input(Shape shape, double[] values, boolean gradient) {

        /// An operand with a gradient.
        public static Input of(Shape shape, double... values) {
            return new Input(shape, values, true);
        }

        /// An operand that is a constant.
        public static Input constant(Shape shape, double... values) {
            return new Input(shape, values, false);
        }

        /// {@code [2,3]: 0.25 -1.5 …}.
        @Override
        public String toString() {
            return shape + ":" + Arrays.stream(values).limit(SHOWN).mapToObj(v -> " " + (float) v).collect(Collectors.joining())
                    + (values.length > SHOWN ? " …" : "");
        }
    }

    /// The largest deviation found.
    ///
    /// @param error relative to the largest value of the tensor that it stands in
    /// @param where that tensor, the element, and both values
    public record Result(double error, String where) {

        @Override
        public String toString() {
            return "error " + error + " at " + where;
        }

        private void require(double tolerance) {
            if (!(error < tolerance)) {
                throw new AssertionError(this + "; allowed is " + tolerance);
            }
        }

        private static Result worse(Result a, Result b) {
            return a.error >= b.error ? a : b;
        }
    }

    /// Compares the gradients of {@code f} with central differences. Random elements are tried where an input is large.
    ///
    /// @param backend in double precision
    /// @param f deterministic; called many times, each time in a scope of its own
    /// @param seed of the cotangent and of the choice of elements
    public static Result differences(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs, long seed) {
        Run run = run(backend, f, inputs, seed);
        Random random = new Random(seed);
        Result worst = new Result(0, "nothing");
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            if (input.gradient) {
                List<Input> moved = new ArrayList<>(inputs);
                worst = Result.worse(worst, differences("operand " + i + " " + input.shape, input.values, run.gradients.get(i),
                        run.cotangent, random, moved(backend, f, moved, i)));
            }
        }
        return worst;
    }

    /// Compares the gradients of {@code f}, which runs a module, with central differences, also with respect to the module's
    /// parameters.
    ///
    /// @param backend in double precision; the module lives there
    /// @param seed of the cotangent and of the choice of elements
    public static Result module(Backend backend, Module module, Function<List<Tensor>, Tensor> f, List<Input> inputs, long seed) {
        Result worst = differences(backend, f, inputs, seed);
        module.parameters().values().forEach(Parameter::clearGradient);
        Run run = run(backend, f, inputs, seed);
        Random random = new Random(seed);
        for (Map.Entry<String, Parameter> e : module.parameters().entrySet()) {
            Parameter p = e.getValue();
            double[] values = p.value().doubles();
            double[] gradient = p.gradient() == null ? new double[values.length] : p.gradient().doubles();
            worst = Result.worse(worst, differences("parameter " + e.getKey() + " " + p.shape(), values, gradient, run.cotangent,
                    random, x -> {
                        p.value().write(x);
                        return forward(backend, f, inputs);
                    }));
            p.value().write(values);
            p.clearGradient();
        }
        return worst;
    }

    /// Compares the result and the gradients of {@code f} on two backends.
    ///
    /// @param floor tensors whose values are all below this are compared relative to it
    /// @param seed of the cotangent
    public static Result backends(Backend reference, Backend other, Function<List<Tensor>, Tensor> f, List<Input> inputs,
            double floor, long seed) {
        Run expected = run(reference, f, inputs, seed);
        Run got = run(other, f, inputs, seed);
        Result worst = compare("result", got.y, expected.y, floor, IntStream.range(0, got.y.length).toArray());
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).gradient) {
                worst = Result.worse(worst, compare("gradient of operand " + i + " " + inputs.get(i).shape, got.gradients.get(i),
                        expected.gradients.get(i), floor, IntStream.range(0, inputs.get(i).shape.count()).toArray()));
            }
        }
        return worst;
    }

    /// What one forward and backward pass gave.
    private record Run(double[] y, double[] cotangent, List<double[]> gradients) {
    }

    private static Run run(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs, long seed) {
        try (var _ = Scope.open(); var _ = Gradients.on()) {
            List<Tensor> x = new ArrayList<>();
            for (Input i : inputs) {
                Tensor t = Tensor.of(backend, i.shape, i.values);
                x.add(i.gradient ? t.requireGradient() : t);
            }
            // Inputs are copied by an op first, so that f may write over them.
            Tensor y = f.apply(x.stream().map(t -> t.affine(1, 0)).toList());
            double[] cotangent = new Random(seed).doubles(y.shape().count(), -1, 1).map(v -> (float) v).toArray();
            double[] values = y.doubles();
            y.backward(Tensor.of(backend, y.shape(), cotangent));
            List<double[]> gradients = new ArrayList<>();
            for (Tensor t : x) {
                gradients.add(!t.requiresGradient()
                        ? null
                        : t.gradient() == null ? new double[t.shape().count()] : t.gradient().doubles());
            }
            return new Run(values, cotangent, gradients);
        }
    }

    /// The result when the values of one operand are others.
    private static UnaryOperator<double[]> moved(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs, int i) {
        Shape shape = inputs.get(i).shape;
        return values -> {
            inputs.set(i, new Input(shape, values, true));
            return forward(backend, f, inputs);
        };
    }

    /// @param values where the gradient is taken
    /// @param y from other values to the result
    private static Result differences(String what, double[] values, double[] gradient, double[] cotangent, Random random,
            UnaryOperator<double[]> y) {
        int n = values.length;
        int[] tried = n <= TRIED ? IntStream.range(0, n).toArray() : random.ints(TRIED, 0, n).toArray();
        double[] got = new double[tried.length];
        double[] expected = new double[tried.length];
        for (int t = 0; t < tried.length; t++) {
            got[t] = gradient[tried[t]];
            expected[t] = difference(values, tried[t], cotangent, y);
        }
        return compare("gradient of " + what, got, expected, SMALL, tried);
    }

    private static double difference(double[] values, int element, double[] cotangent, UnaryOperator<double[]> f) {
        double h = STEP * Math.max(1, Math.abs(values[element]));
        double[][] y = new double[4][];
        double[] steps = {h, -h, 2 * h, -2 * h};
        for (int s = 0; s < 4; s++) {
            double[] moved = values.clone();
            moved[element] += steps[s];
            y[s] = f.apply(moved);
        }
        double sum = 0;
        for (int i = 0; i < cotangent.length; i++) {
            // Differences before the sum: what the element does not touch cancels exactly.
            sum += cotangent[i] * (8 * (y[0][i] - y[1][i]) - (y[2][i] - y[3][i])) / (12 * h);
        }
        return sum;
    }

    private static double[] forward(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            List<Tensor> x = new ArrayList<>();
            inputs.forEach(i -> x.add(Tensor.of(backend, i.shape, i.values)));
            return f.apply(x).doubles();
        }
    }

    /// @param elements where each number stands in its tensor
    private static Result compare(String what, double[] got, double[] expected, double floor, int[] elements) {
        double scale = floor;
        for (int i = 0; i < expected.length; i++) {
            double size = Math.max(Math.abs(expected[i]), Math.abs(got[i]));
            scale = size < Double.POSITIVE_INFINITY ? Math.max(scale, size) : scale;
        }
        Result worst = new Result(0, what);
        for (int i = 0; i < expected.length; i++) {
            double error = got[i] == expected[i] ? 0 : Math.abs(got[i] - expected[i]) / scale;
            if (!(error <= worst.error)) {
                worst = new Result(Double.isNaN(error) ? Double.POSITIVE_INFINITY : error,
                        what + ", element " + elements[i] + ": " + got[i] + ", expected " + expected[i]);
            }
        }
        return worst;
    }
}
