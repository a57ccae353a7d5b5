package earshot.kernels.conv;

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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReferenceConvTest extends ConvContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedImage() {
        // 3x3 pixels, 1 channel to 2, a 2x2 kernel with padding above and left only where the window reaches.
        ConvGeometry g = new ConvGeometry(1, 3, 3, 1, 2, new Window(2, 2, 2, 2, 1, 1));
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        double[] w = {1, 10, 2, 20, 3, 30, 4, 40};
        double[] y = {4, 40, 3 * 2 + 4 * 3, 180, 2 * 4 + 4 * 7, 360, 5 + 2 * 6 + 3 * 8 + 4 * 9, 770};
        assertArrayEquals(y, tested(forward(g, x, w)));
    }

    @Test
    void sumsOverInputChannelsAndKeepsImagesApart() {
        ConvGeometry g = new ConvGeometry(2, 1, 1, 3, 1, Window.square(1, 1, 0));
        double[] y = tested(forward(g, new double[]{1, 2, 3, 4, 5, 6}, new double[]{1, 10, 100}));
        assertArrayEquals(new double[]{321, 654}, y);
    }

    @Test
    void outputsSeeTheInputsOfTheirGroup() {
        ConvGeometry g = new ConvGeometry(1, 1, 1, 4, 2, 2, Window.square(1, 1, 0));
        assertArrayEquals(new double[]{21, 4300}, tested(forward(g, new double[]{1, 2, 3, 4}, new double[]{1, 100, 10, 1000})));
        ConvGeometry depthwise = new ConvGeometry(1, 1, 1, 2, 4, 2, Window.square(1, 1, 0));
        assertArrayEquals(new double[]{1, 10, 200, 2000},
                tested(forward(depthwise, new double[]{1, 2}, new double[]{1, 10, 100, 1000})));
    }

    @Test
    void dilatedTapsStandApart() {
        ConvGeometry g = new ConvGeometry(1, 1, 5, 1, 1, Window.line(3, 1, 1, 2));
        assertArrayEquals(new double[]{420, 531, 42}, tested(forward(g, new double[]{1, 2, 3, 4, 5}, new double[]{1, 10, 100})));
    }

    @Test
    void pixelsThatNoWindowReachesGetNoGradient() {
        ConvGeometry g = new ConvGeometry(1, 1, 4, 1, 1, new Window(1, 1, 1, 3, 0, 0));
        double[] dx = tested(backwardData(g, new double[]{2}, new double[]{5, 7}));
        assertArrayEquals(new double[]{10, 0, 0, 14}, dx);
    }

    /// Whatever else is checked here would also hold if all three kernels misread the window in the same way.
    @Property(tries = 100)
    void forwardReadsTheWindowsOfAPaddedImage(@ForAll ConvGeometry g, @ForAll Values v) {
        double[] x = x(g, v);
        double[] w = w(g, v);
        double[] y = tested(forward(g, x, w));
        double[] sizes = tested(forward(g, Values.absolute(x), Values.absolute(w)));
        double[][] windows = PaddedImages.windows(x, g.n(), g.h(), g.w(), g.c(), g.window(), 0);
        assertEquals(windows.length * g.o(), y.length);
        for (int i = 0; i < y.length; i++) {
            double[] window = windows[i / g.o()];
            int o = i % g.o();
            double sum = 0;
            for (int k = 0; k < window.length; k++) {
                int c = k % g.c();
                if (c / g.groupC() == o / g.groupO()) {
                    sum += window[k] * w[(k / g.c() * g.groupC() + c % g.groupC()) * g.o() + o];
                }
            }
            assertEquals(sum, y[i], Rounding.bound(window.length, sizes[i]), "y[" + i + "]");
        }
    }

    @Property(tries = 100)
    void gradientsAreTheAdjointsOfTheConvolution(@ForAll ConvGeometry g, @ForAll Values v) {
        double[] x = x(g, v);
        double[] w = w(g, v);
        double[] dy = dy(g, v);
        double size = dot(tested(forward(g, Values.absolute(x), Values.absolute(w))), Values.absolute(dy));
        double forward = dot(tested(forward(g, x, w)), dy);
        double bound = Rounding.bound(x.length + w.length + dy.length, size);
        assertEquals(forward, dot(x, tested(backwardData(g, w, dy))), bound);
        assertEquals(forward, dot(w, tested(backwardWeight(g, x, dy))), bound);
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        check(new ConvGeometry(2, 5, 4, 2, 3, new Window(3, 2, 2, 1, 1, 1)));
        check(new ConvGeometry(2, 6, 7, 4, 6, 2, new Window(3, 2, 2, 1, 1, 1, 2, 3)));
        check(new ConvGeometry(1, 5, 4, 3, 6, 3, new Window(3, 3, 1, 2, 1, 1)));
    }

    private void check(ConvGeometry g) {
        Values v = new Values(Values.Kind.NORMAL, 7);
        double[] x = x(g, v);
        double[] w = w(g, v);
        double[] dy = dy(g, v);
        assertGradient(at -> tested(forward(g, at, w)), x, dy, tested(backwardData(g, w, dy)));
        assertGradient(at -> tested(forward(g, x, at)), w, dy, tested(backwardWeight(g, x, dy)));
    }
}
