package earshot.kernels.pool;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static earshot.kernels.contract.CentralDifferences.dot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.kernels.Backend;
import earshot.kernels.Window;
import earshot.kernels.contract.PaddedImages;
import earshot.kernels.contract.Rounding;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReferencePoolTest extends PoolContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedImage() {
        PoolGeometry g = new PoolGeometry(1, 3, 3, 1, Window.square(3, 2, 1));
        double[] x = {-1, -2, -3, -4, -5, -6, -7, -8, -9};
        assertArrayEquals(new double[]{-1, -2, -4, -5, 0, 1, 3, 4}, tested(max(g, x)));
    }

    @Test
    void firstOfEqualValuesWins() {
        PoolGeometry g = new PoolGeometry(1, 2, 2, 2, Window.square(2, 2, 0));
        double[] x = {1, 0, 2, 5, 2, 5, 1, 5};
        assertArrayEquals(new double[]{2, 5, 1, 1}, tested(max(g, x)));
    }

    @Test
    void overlappingWindowsAddUp() {
        PoolGeometry g = new PoolGeometry(1, 1, 3, 1, new Window(1, 2, 1, 1, 0, 0));
        assertArrayEquals(new double[]{0, 30, 0}, tested(maxBackward(g, new double[]{0, 9, 0}, new double[]{10, 20})));
    }

    @Property(tries = 100)
    void maximumIsThatOfAWindowOfAPaddedImage(@ForAll PoolGeometry g, @ForAll Values v) {
        double[] maxima = tested(max(g, x(g, v)));
        double[][] windows = PaddedImages.windows(x(g, v), g.n(), g.h(), g.w(), g.c(), g.window(), Double.NEGATIVE_INFINITY);
        assertEquals(2 * windows.length * g.c(), maxima.length);
        for (int i = 0; i < windows.length * g.c(); i++) {
            double want = Double.NEGATIVE_INFINITY;
            for (int k = i % g.c(); k < windows[i / g.c()].length; k += g.c()) {
                want = Math.max(want, windows[i / g.c()][k]);
            }
            assertEquals(want + 0.0, maxima[i] + 0.0, "y[" + i + "]"); // + 0.0 makes both zeros one
        }
    }

    @Test
    void gradientAgreesWithCentralDifferences() {
        PoolGeometry g = new PoolGeometry(2, 7, 6, 3, new Window(3, 2, 2, 1, 1, 1));
        Values v = new Values(Values.Kind.NORMAL, 3);
        int outputs = g.n() * g.outH() * g.outW() * g.c();
        assertGradient(at -> Arrays.copyOf(tested(max(g, at)), outputs), x(g, v), dy(g, v),
                tested(maxBackward(g, x(g, v), dy(g, v))));
    }

    @Test
    void averagesOfAHandComputedImage() {
        PoolGeometry g = new PoolGeometry(1, 3, 3, 1, Window.square(2, 2, 1));
        double[] x = {4, 8, 16, 32, 64, 128, 256, 512, 1024};
        assertArrayEquals(new double[]{1, 6, 72, 432}, tested(average(AverageGeometry.sliding(g, true), x)));
        assertArrayEquals(new double[]{4, 12, 144, 432}, tested(average(AverageGeometry.sliding(g, false), x)));
    }

    @Test
    void adaptivePartsOverlapWhereSizesDoNotDivide() {
        double[] x = {1, 2, 3, 4, 5};
        assertArrayEquals(new double[]{1.5, 3, 4.5}, tested(average(AverageGeometry.adaptive(1, 1, 5, 1, 1, 3), x)));
        assertArrayEquals(new double[]{3}, tested(average(AverageGeometry.adaptive(1, 5, 1, 1, 1, 1), x)));
        assertArrayEquals(new double[]{1, 1.5, 2},
                tested(average(AverageGeometry.adaptive(1, 1, 2, 1, 1, 3), new double[]{1, 2})));
    }

    @Property(tries = 100)
    void averageIsThatOfAWindowOfAPaddedImage(@ForAll PoolGeometry g, @ForAll Values v) {
        double[] averages = tested(average(AverageGeometry.sliding(g, true), x(g, v)));
        double[][] windows = PaddedImages.windows(x(g, v), g.n(), g.h(), g.w(), g.c(), g.window(), 0);
        assertEquals(windows.length * g.c(), averages.length);
        for (int i = 0; i < averages.length; i++) {
            double sum = 0;
            double size = 0;
            for (int k = i % g.c(); k < windows[i / g.c()].length; k += g.c()) {
                sum += windows[i / g.c()][k];
                size += Math.abs(windows[i / g.c()][k]);
            }
            int count = g.window().kh() * g.window().kw();
            assertEquals(sum / count, averages[i], Rounding.bound(count + 1, size / count), "y[" + i + "]");
        }
    }

    @Property(tries = 100)
    void gradientIsTheAdjointOfTheAverage(@ForAll AverageGeometry g, @ForAll Values v) {
        double[] x = averaged(g, v);
        double[] dy = averages(g, v);
        double size = dot(tested(average(g, Values.absolute(x))), Values.absolute(dy));
        assertEquals(dot(tested(average(g, x)), dy), dot(x, tested(averageBackward(g, dy))),
                Rounding.bound(x.length + dy.length, size));
    }
}
