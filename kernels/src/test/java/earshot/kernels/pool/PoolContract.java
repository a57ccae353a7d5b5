package earshot.kernels.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/// What every [PoolKernels] must do.
@Domain(Shapes.class)
public abstract class PoolContract extends Contract {

    @Property(tries = 200)
    void maxAgreesWithTheReference(@ForAll PoolGeometry g, @ForAll Values v) {
        agrees(Tolerance.EXACT, max(g, x(g, v)));
    }

    @Property(tries = 200)
    void maxBackwardAgreesWithTheReference(@ForAll PoolGeometry g, @ForAll Values v) {
        int terms = g.window().kh() * g.window().kw();
        agrees(Tolerance.POOL, terms, maxBackward(g, x(g, v), dy(g, v)),
                reference(maxBackward(g, x(g, v), Values.absolute(dy(g, v)))));
    }

    @Property(tries = 200)
    void averageAgreesWithTheReference(@ForAll AverageGeometry g, @ForAll Values v) {
        agrees(Tolerance.POOL, g.inPixels(), average(g, averaged(g, v)), reference(average(g, Values.absolute(averaged(g, v)))));
    }

    @Property(tries = 200)
    void averageBackwardAgreesWithTheReference(@ForAll AverageGeometry g, @ForAll Values v) {
        agrees(Tolerance.POOL, g.outPixels(), averageBackward(g, averages(g, v)),
                reference(averageBackward(g, Values.absolute(averages(g, v)))));
    }

    @Property(tries = 20)
    void averagesGiveTheSameBitsWithAnyNumberOfThreads(@ForAll AverageGeometry g, @ForAll Values v) {
        sameBits(average(g, averaged(g, v)));
        sameBits(averageBackward(g, averages(g, v)));
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll PoolGeometry g, @ForAll Values v) {
        checkBits(g, v);
    }

    @Test
    void largeImagesGiveTheSameBits() {
        checkBits(new PoolGeometry(3, 64, 108, 17, Window.square(3, 2, 1)), new Values(Values.Kind.INTEGERS, 1));
    }

    @Test
    void imagesOfMinusInfinityHaveMaximaToo() {
        PoolGeometry g = new PoolGeometry(1, 5, 5, 17, Window.square(3, 2, 1));
        double[] x = new double[5 * 5 * 17];
        Arrays.fill(x, Double.NEGATIVE_INFINITY);
        agrees(Tolerance.EXACT, max(g, x));
    }

    @Test
    void notANumberIsNotLost() {
        PoolGeometry g = new PoolGeometry(1, 4, 4, 17, Window.square(2, 2, 0));
        double[] x = new double[4 * 4 * 17];
        for (int pixel = 0; pixel < 4; pixel++) {
            x[(pixel * 4 + pixel % 2) * 17 + pixel] = Double.NaN;
        }
        double[] want = reference(max(g, x));
        double[] got = tested(max(g, x));
        for (int i = 0; i < 2 * 2 * 17; i++) {
            assertTrue(Double.isNaN(want[i]) == Double.isNaN(got[i]), "maximum [" + i + "] of a window with NaN: " + got[i]);
        }
    }

    private void checkBits(PoolGeometry g, Values v) {
        sameBits(max(g, x(g, v)));
        sameBits(maxBackward(g, x(g, v), dy(g, v)));
    }

    static double[] x(PoolGeometry g, Values v) {
        return v.draw("x", g.n() * g.h() * g.w() * g.c());
    }

    static double[] dy(PoolGeometry g, Values v) {
        return v.draw("dy", outputs(g));
    }

    private static int outputs(PoolGeometry g) {
        return g.n() * g.outH() * g.outW() * g.c();
    }

    /// Maxima, then their positions.
    static Call max(PoolGeometry g, double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(outputs(g));
            IntStorage argmax = buffers.blankInts(outputs(g));
            backend.pool().max(g, buffers.of(x), y, argmax);
            return buffers.read(y, argmax);
        };
    }

    /// Gradient through the maxima of {@code x}, whose positions the reference has found.
    static Call maxBackward(PoolGeometry g, double[] x, double[] dy) {
        double[] maxima = reference(max(g, x));
        int[] positions = Arrays.stream(maxima).skip(outputs(g)).mapToInt(p -> (int) p).toArray();
        return (backend, buffers) -> {
            Storage dx = buffers.blank(g.n() * g.h() * g.w() * g.c());
            backend.pool().maxBackward(g, buffers.of(dy), buffers.ofInts(positions), dx);
            return buffers.read(dx);
        };
    }

    static double[] averaged(AverageGeometry g, Values v) {
        return v.draw("x", g.n() * g.inPixels() * g.c());
    }

    static double[] averages(AverageGeometry g, Values v) {
        return v.draw("dy", g.n() * g.outPixels() * g.c());
    }

    static Call average(AverageGeometry g, double[] x) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.n() * g.outPixels() * g.c());
            backend.pool().average(g, buffers.of(x), y);
            return buffers.read(y);
        };
    }

    static Call averageBackward(AverageGeometry g, double[] dy) {
        return (backend, buffers) -> {
            Storage dx = buffers.blank(g.n() * g.inPixels() * g.c());
            backend.pool().averageBackward(g, buffers.of(dy), dx);
            return buffers.read(dx);
        };
    }
}
