package earshot.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
        agrees(Tolerance.ELEMENTWISE, unary(f, x(length.n(), v)));
    }

    @Property(tries = 100)
    void unaryMayOverwriteItsInput(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        agrees(Tolerance.ELEMENTWISE, (backend, buffers) -> {
            Storage x = buffers.of(x(length.n(), v));
            backend.elementwise().unary(f, length.n(), x, x);
            return buffers.read(x);
        });
    }

    @Property(tries = 300)
    void unaryBackwardAgreesWithTheReference(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        agrees(Tolerance.ELEMENTWISE, unaryBackward(f, x(length.n(), v), v.draw("dy", length.n())));
    }

    @Property(tries = 100)
    void unaryBackwardMayOverwriteItsGradient(@ForAll UnaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        double[] x = x(length.n(), v);
        double[] y = Values.rounded(reference(unary(f, x)));
        agrees(Tolerance.ELEMENTWISE, (backend, buffers) -> {
            Storage dy = buffers.of(v.draw("dy", length.n()));
            backend.elementwise().unaryBackward(f, length.n(), buffers.of(x), buffers.of(y), dy, dy);
            return buffers.read(dy);
        });
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
