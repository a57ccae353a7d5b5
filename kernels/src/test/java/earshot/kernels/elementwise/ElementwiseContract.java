package earshot.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [ElementwiseKernels] must do with one operand; [BroadcastContract] has two.
@Domain(Shapes.class)
public abstract class ElementwiseContract extends Contract {
    private static final double SCALE = -1.7;
    private static final double SHIFT = 0.3;

    @Property(tries = 300)
    void unaryAgreesWithTheReference(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        double[] x = x(length.n(), v);
        agrees(Tolerance.ELEMENTWISE, 1, unary(f, x), magnitude(f, x));
    }

    @Property(tries = 100)
    void unaryMayOverwriteItsInput(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        double[] values = x(length.n(), v);
        agrees(Tolerance.ELEMENTWISE, 1, (backend, buffers) -> {
            Storage x = buffers.of(values);
            backend.elementwise().unary(f, length.n(), x, x);
            return buffers.read(x);
        }, magnitude(f, values));
    }

    @Property(tries = 300)
    void unaryBackwardAgreesWithTheReference(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        double[] x = x(length.n(), v);
        double[] dy = v.draw("dy", length.n());
        agrees(Tolerance.ELEMENTWISE, 1, unaryBackward(f, x, dy), backwardMagnitude(f, x, dy));
    }

    @Property(tries = 100)
    void unaryBackwardMayOverwriteItsGradient(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        double[] x = x(length.n(), v);
        double[] y = Values.rounded(reference(unary(f, x)));
        double[] values = v.draw("dy", length.n());
        agrees(Tolerance.ELEMENTWISE, 1, (backend, buffers) -> {
            Storage dy = buffers.of(values);
            backend.elementwise().unaryBackward(f, length.n(), buffers.of(x), buffers.of(y), dy, dy);
            return buffers.read(dy);
        }, backwardMagnitude(f, x, values));
    }

    @ParameterizedTest
    @EnumSource
    void unaryAgreesOnEverySpecialValue(UnaryFunction f) {
        double[] special = {0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1000, -1000,
                Float.MAX_VALUE, Float.MIN_NORMAL, 88, -87, 0.5, 2, 1 + 0x1p-23, 1 - 0x1p-24};
        agrees(Tolerance.ELEMENTWISE, unary(f, special));
    }

    @Property(tries = 200)
    void affineAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll Values v) {
        double[] x = x(length.n(), v);
        double[] magnitude = Arrays.stream(x).map(e -> Math.abs(SCALE * e) + Math.abs(SHIFT)).toArray();
        agrees(Tolerance.ELEMENTWISE, 1, affine(x), magnitude);
        agrees(Tolerance.ELEMENTWISE, 1, (backend, buffers) -> {
            Storage both = buffers.of(x);
            backend.elementwise().affine(x.length, SCALE, SHIFT, both, both);
            return buffers.read(both);
        }, magnitude);
    }

    @Property(tries = 200)
    void powerAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll Values v,
            @ForAll("exponents") double exponent) {
        double[] x = Values.absolute(x(length.n(), v));
        agrees(Tolerance.ELEMENTWISE, power(exponent, x, false));
        agrees(Tolerance.ELEMENTWISE, power(exponent, x, true));
    }

    @Provide
    Arbitrary<Double> exponents() {
        return Arbitraries.of(2.0, 1.0, 0.0, 0.5, -1.0, 3.0, -0.5, -2.0, 1.7);
    }

    @Test
    void powersOfNegativeNumbers() {
        double[] x = {-2, -0.5, -3};
        agrees(Tolerance.ELEMENTWISE, power(2, x, false));
        agrees(Tolerance.ELEMENTWISE, power(-1, x, false));
        agrees(Tolerance.ELEMENTWISE, power(3, x, false));
        agrees(Tolerance.ELEMENTWISE, power(0.5, x, false));
        agrees(Tolerance.ELEMENTWISE, power(1.5, x, false));
    }

    @Property(tries = 100)
    void selectAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll Values v) {
        agrees(Tolerance.EXACT, select(length.n(), v, false));
        agrees(Tolerance.EXACT, select(length.n(), v, true));
    }

    @Property(tries = 50)
    void fillAgreesWithTheReference(@ForAll Shapes.Length length) {
        agrees(Tolerance.EXACT, fill(length.n(), -2.5));
    }

    @Property(tries = 50)
    void nothingIsWrittenBeyondTheFirstElements(@ForAll Shapes.Length length, @ForAll Values v) {
        int n = length.n();
        double[] x = x(n + 5, v);
        keepsTheRest(x, n, (k, xs, y) -> k.unary(UnaryFunction.RELU, n, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.unaryBackward(UnaryFunction.RELU, n, xs, xs, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.affine(n, SCALE, SHIFT, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.unary(UnaryFunction.GELU, n, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.unaryBackward(UnaryFunction.GELU, n, xs, xs, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.power(n, 2, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.select(n, xs, xs, xs, y));
        keepsTheRest(x, n, (k, xs, y) -> k.fill(n, 3, y));
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBitsWithAnyNumberOfThreads(UnaryFunction f) {
        double[] x = x(200_003, new Values(Values.Kind.EDGES, 1));
        sameBits(unary(f, x));
        sameBits(unaryBackward(f, x, new Values(Values.Kind.EDGES, 2).draw("dy", x.length)));
    }

    @Test
    void affineAndFillGiveTheSameBitsWithAnyNumberOfThreads() {
        sameBits(affine(x(200_003, new Values(Values.Kind.EDGES, 1))));
        sameBits(fill(200_003, 0.1f));
    }

    @Test
    void powerAndSelectGiveTheSameBitsWithAnyNumberOfThreads() {
        Values v = new Values(Values.Kind.EDGES, 1);
        double[] x = Values.absolute(x(200_003, v));
        sameBits(power(2, x, false));
        sameBits(power(0.5, x, false));
        sameBits(power(1.7, x, false));
        sameBits(select(200_003, v, false));
    }

    static Call power(double exponent, double[] x, boolean inPlace) {
        return (backend, buffers) -> {
            Storage xs = buffers.of(x);
            Storage y = inPlace ? xs : buffers.blank(x.length);
            backend.elementwise().power(x.length, exponent, xs, y);
            return buffers.read(y);
        };
    }

    private static Call select(int n, Values v, boolean inPlace) {
        double[] mask = new Values(Values.Kind.INTEGERS, v.seed()).draw("mask", n);
        return (backend, buffers) -> {
            Storage a = buffers.of(v.draw("a", n));
            Storage y = inPlace ? a : buffers.blank(n);
            backend.elementwise().select(n, buffers.of(mask), a, buffers.of(v.draw("b", n)), y);
            return buffers.read(y);
        };
    }

    /// What rounding errors are proportional to: the result, but for the older GELU the rounding of its argument is magnified by the
    /// exponential.
    private static double[] magnitude(UnaryFunction f, double[] x) {
        double[] magnitude = Values.absolute(reference(unary(f, x)));
        for (int i = 0; i < x.length && f == UnaryFunction.GELU_TANH; i++) {
            magnitude[i] *= 1 + 1.6 * Math.abs(x[i]) + 0.08 * Math.abs(x[i] * x[i] * x[i]);
        }
        return magnitude;
    }

    /// Derivatives that pass through zero are accurate in proportion to the slopes around it.
    private static double[] backwardMagnitude(UnaryFunction f, double[] x, double[] dy) {
        double[] magnitude = Values.absolute(reference(unaryBackward(f, x, dy)));
        return switch (f) {
            case SILU, GELU, GELU_TANH -> {
                for (int i = 0; i < x.length; i++) {
                    magnitude[i] += Math.abs(dy[i]);
                }
                yield magnitude;
            }
            case RELU, EXP, LOG, SQRT, ABS, TANH, SIGMOID, SOFTPLUS -> magnitude;
        };
    }

    static double[] x(int n, Values v) {
        return v.draw("x", n);
    }

    static Call unary(UnaryFunction f, double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(x.length);
            backend.elementwise().unary(f, x.length, buffers.of(x), y);
            return buffers.read(y);
        };
    }

    /// The gradient at {@code x}; {@code y = f(x)} comes from the reference.
    static Call unaryBackward(UnaryFunction f, double[] x, double[] dy) {
        double[] y = Values.rounded(reference(unary(f, x)));
        return (backend, buffers) -> {
            Storage dx = buffers.blank(x.length);
            backend.elementwise().unaryBackward(f, x.length, buffers.of(x), buffers.of(y), buffers.of(dy), dx);
            return buffers.read(dx);
        };
    }

    static Call affine(double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(x.length);
            backend.elementwise().affine(x.length, SCALE, SHIFT, buffers.of(x), y);
            return buffers.read(y);
        };
    }

    private static Call fill(int n, double value) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(n);
            backend.elementwise().fill(n, value, y);
            return buffers.read(y);
        };
    }

    private interface Into {
        void run(ElementwiseKernels kernels, Storage x, Storage y);
    }

    private void keepsTheRest(double[] x, int n, Into kernel) {
        double[] before = new double[x.length];
        Arrays.fill(before, 77);
        double[] after = tested((backend, buffers) -> {
            Storage y = buffers.of(before);
            kernel.run(backend.elementwise(), buffers.of(x), y);
            return buffers.read(y);
        });
        assertArrayEquals(Arrays.copyOfRange(before, n, x.length), Arrays.copyOfRange(after, n, x.length));
    }
}
