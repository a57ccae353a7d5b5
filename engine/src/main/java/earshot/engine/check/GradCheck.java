package earshot.engine.check;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Proves gradients: the backward pass against central differences in double precision, and one backend against another. Works on
/// any function of tensors, an op or a whole module.
///
/// ```java
/// GradCheck.Result r = GradCheck.differences(ReferenceBackend.create(), x -> x.get(0).softmax(),
///         List.of(GradCheck.Input.of(Shape.of(3, 5), values)), 1);
/// assertTrue(r.error() < 1e-6, r.toString());
/// ```
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

    private GradCheck() {
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
            int n = input.shape.count();
            if (!input.gradient || n == 0) {
                continue;
            }
            int[] tried = n <= TRIED ? random.ints(0, n).distinct().limit(n).toArray() : random.ints(TRIED, 0, n).toArray();
            double[] got = new double[tried.length];
            double[] expected = new double[tried.length];
            for (int t = 0; t < tried.length; t++) {
                got[t] = run.gradients.get(i)[tried[t]];
                expected[t] = difference(backend, f, inputs, i, tried[t], run.cotangent);
            }
            worst = Result.worse(worst, compare("gradient of operand " + i + " " + input.shape, got, expected, SMALL));
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
        Result worst = compare("result", got.y, expected.y, floor);
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).gradient) {
                worst = Result.worse(worst, compare("gradient of operand " + i + " " + inputs.get(i).shape, got.gradients.get(i),
                        expected.gradients.get(i), floor));
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

    private static double difference(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs, int input,
            int element,
            double[] cotangent) {
        double x = inputs.get(input).values[element];
        double h = STEP * Math.max(1, Math.abs(x));
        double[][] y = new double[4][];
        double[] steps = {h, -h, 2 * h, -2 * h};
        for (int s = 0; s < 4; s++) {
            y[s] = forward(backend, f, inputs, input, element, x + steps[s]);
        }
        double sum = 0;
        for (int i = 0; i < cotangent.length; i++) {
            // Differences before the sum: what the element does not touch cancels exactly.
            sum += cotangent[i] * (8 * (y[0][i] - y[1][i]) - (y[2][i] - y[3][i])) / (12 * h);
        }
        return sum;
    }

    private static double[] forward(Backend backend, Function<List<Tensor>, Tensor> f, List<Input> inputs, int input, int element,
            double value) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            List<Tensor> x = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                double[] values = inputs.get(i).values.clone();
                if (i == input) {
                    values[element] = value;
                }
                x.add(Tensor.of(backend, inputs.get(i).shape, values));
            }
            return f.apply(x).doubles();
        }
    }

    private static Result compare(String what, double[] got, double[] expected, double floor) {
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
                        what + ", element " + i + ": " + got[i] + ", expected " + expected[i]);
            }
        }
        return worst;
    }
}
