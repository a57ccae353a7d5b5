package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// What every differentiable op has to stand: its gradient is that of central differences in double, and the CPU gives what the
/// reference gives. An op's test says which operands are tried.
abstract class OpProperties {
    private static final Backend REFERENCE = Backends.create("reference", 1);
    private static final Backend CPU = Backends.create("cpu", 2);

    /// Operands that cover the op's shape rule, clear of kinks.
    abstract Arbitrary<OpCase> operands();

    /// Largest deviation of the CPU's result and gradients, relative to the largest value or 1. Operands are of the order of 1, so a
    /// sum of n products is off by some √n · 1e-7.
    double floatTolerance() {
        return 1e-5;
    }

    @Provide
    Arbitrary<OpCase> cases() {
        return operands();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void gradientIsThatOfCentralDifferences(@ForAll("cases") OpCase c) {
        GradCheck.Result r = GradCheck.differences(REFERENCE, c.op(), c.inputs(), c.seed());
        assertTrue(r.error() < 1e-6, r.toString());
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void cpuGivesWhatTheReferenceGives(@ForAll("cases") OpCase c) {
        GradCheck.Result r = GradCheck.backends(REFERENCE, CPU, c.op(), c.inputs(), 1, c.seed());
        assertTrue(r.error() < floatTolerance(), r.toString());
    }

    /// Ones, primes, and lengths one around those of vectors.
    static Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17);
    }

    static Arbitrary<Long> seeds() {
        return Arbitraries.longs().between(0, 99_999);
    }

    /// Shapes of some axes and not too many elements.
    static Arbitrary<Shape> shapes(int minRank, int maxRank) {
        return sizes().array(int[].class).ofMinSize(minRank).ofMaxSize(maxRank)
                .filter(s -> Arrays.stream(s).reduce(1, (a, b) -> a * b) <= 2_000).map(Shape::of);
    }

    /// The same, but now and then one of the axes is empty.
    static Arbitrary<Shape> shapesOrEmpty(int minRank, int maxRank) {
        return Combinators.combine(shapes(minRank, maxRank), Arbitraries.integers().between(0, 9)).as(
                (shape, empty) -> empty < shape.rank() ? shape.with(empty, 0) : shape);
    }

    /// Which axes of a shape of up to four are reduced, and, by the fifth bit, whether they stay.
    static boolean[] mask(Shape shape, int bits) {
        boolean[] axes = new boolean[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = (bits >> i & 1) == 1;
        }
        return axes;
    }
}
