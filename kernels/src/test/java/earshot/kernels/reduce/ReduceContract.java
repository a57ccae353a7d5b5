package earshot.kernels.reduce;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [ReduceKernels] must do.
@Domain(Shapes.class)
public abstract class ReduceContract extends Contract {
    private static final double SCALE = 0.375;

    @Property(tries = 200)
    void sumAgreesWithTheReference(@ForAll Reduction g, @ForAll Values v) {
        checkSum(g, v);
    }

    @Property(tries = 200)
    void meanAgreesWithTheReference(@ForAll Reduction g, @ForAll Values v) {
        double scale = 1.0 / Math.max(g.count(), 1);
        agrees(Tolerance.REDUCE, g.count(), sum(g, scale, x(g, v)), reference(sum(g, scale, Values.absolute(x(g, v)))));
    }

    @Property(tries = 200)
    void expandAgreesWithTheReference(@ForAll Reduction g, @ForAll Values v) {
        agrees(Tolerance.REDUCE, expand(g, SCALE, y(g, v)));
    }

    @Property(tries = 300)
    void maxAgreesWithTheReference(@ForAll Reduction g, @ForAll Values v) {
        if (g.count() > 0) {
            agrees(Tolerance.EXACT, max(g, x(g, v)));
            sameBits(max(g, x(g, v)));
        }
    }

    @Test
    void firstOfEqualMaximaWinsAndNanIsLarger() {
        double[] x = {1, 7, Double.NaN, 7, Double.NaN, 2, 3, 3, 1, -0.0, 0.0, -1};
        for (Reduction g : new Reduction[]{new Reduction(1, 12, 1), new Reduction(3, 4, 1), new Reduction(1, 6, 2),
                new Reduction(1, 3, 4)}) {
            agrees(Tolerance.EXACT, max(g, x));
        }
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll Reduction g, @ForAll Values v) {
        sameBits(sum(g, SCALE, x(g, v)));
        sameBits(expand(g, SCALE, y(g, v)));
    }

    @ParameterizedTest
    @MethodSource("large")
    void largeSumsAgreeAndGiveTheSameBits(Reduction g) {
        Values v = new Values(Values.Kind.NORMAL, 1);
        checkSum(g, v);
        sameBits(sum(g, SCALE, x(g, v)));
        sameBits(expand(g, SCALE, y(g, v)));
        agrees(Tolerance.EXACT, max(g, x(g, v)));
        sameBits(max(g, x(g, v)));
    }

    static List<Reduction> large() {
        return List.of(new Reduction(1, 300_007, 1), new Reduction(1, 5003, 67), new Reduction(7, 1, 40_009),
                new Reduction(1009, 257, 1), new Reduction(31, 129, 65));
    }

    private void checkSum(Reduction g, Values v) {
        agrees(Tolerance.REDUCE, g.count(), sum(g, SCALE, x(g, v)), reference(sum(g, SCALE, Values.absolute(x(g, v)))));
    }

    static double[] x(Reduction g, Values v) {
        return v.draw("x", g.outer() * g.count() * g.inner());
    }

    static double[] y(Reduction g, Values v) {
        return v.draw("y", g.outer() * g.inner());
    }

    static Call sum(Reduction g, double scale, double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.outer() * g.inner());
            backend.reduce().sum(g, scale, buffers.of(x), y);
            return buffers.read(y);
        };
    }

    static Call expand(Reduction g, double scale, double[] y) {
        return (backend, buffers) -> {
            Storage x = buffers.blank(g.outer() * g.count() * g.inner());
            backend.reduce().expand(g, scale, buffers.of(y), x);
            return buffers.read(x);
        };
    }

    /// The maxima, then where they stand.
    static Call max(Reduction g, double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.outer() * g.inner());
            IntStorage at = buffers.blankInts(g.outer() * g.inner());
            backend.reduce().max(g, buffers.of(x), y, at);
            return buffers.read(y, at);
        };
    }
}
